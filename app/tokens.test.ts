// The contrast that app/tokens.css promises, computed from the file itself for both themes.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

type Colour = readonly [lightness: number, chroma: number, hueDegrees: number];

const css = readFileSync('app/tokens.css', 'utf8');

function token(name: string, theme: 'light' | 'dark'): Colour {
  const match = css.match(new RegExp(`--color-${name}: light-dark\\(oklch\\(([^)]+)\\), oklch\\(([^)]+)\\)\\)`));
  const value = theme === 'light' ? match?.[1] : match?.[2];
  if (!value) throw new Error(`--color-${name} is not a light-dark pair`);
  const [lightness = 0, chroma = 0, hueDegrees = 0] = value.split(' ').map(Number);
  return [lightness, chroma, hueDegrees];
}

/** Relative luminance (WCAG 2.2) of an oklch colour, clipped to sRGB. */
function luminance([lightness, chroma, hueDegrees]: Colour): number {
  const a = chroma * Math.cos((hueDegrees * Math.PI) / 180);
  const b = chroma * Math.sin((hueDegrees * Math.PI) / 180);
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const linear = [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ].map((channel) => Math.min(1, Math.max(0, channel)));
  const [red = 0, green = 0, blue = 0] = linear;
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: Colour, other: Colour): number {
  const [darker = 0, lighter = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
}

const grounds = ['ground', 'surface', 'sunken', 'field'];
const pairs: [text: string, on: string[], least: number][] = [
  ['ink', ['ground', 'surface', 'caution-soft', 'danger-soft'], 7],
  ['muted', ['ground', 'surface'], 7],
  ['muted', grounds, 4.5],
  ['faint', grounds, 4.5],
  ['accent-text', [...grounds, 'accent-soft'], 4.5],
  ['on-accent', ['accent', 'accent-hover'], 4.5],
  ['caution-text', ['ground', 'surface', 'caution-soft'], 7],
  ['danger-text', [...grounds, 'danger-soft'], 4.5],
  ['on-danger', ['danger', 'danger-hover'], 4.5],
  ['control', ['ground', 'surface', 'sunken'], 3],
  ['accent', grounds, 3],
];

describe.each(['light', 'dark'] as const)('in the %s theme', (theme) => {
  it.each(pairs)('%s is readable on %j with at least %d:1', (text, on, least) => {
    for (const ground of on) expect(contrast(token(text, theme), token(ground, theme)), ground).toBeGreaterThanOrEqual(least);
  });
});

// Builds what the pages need besides Next: the fonts under public/fonts, and the one stylesheet that script-free pages carry inline.
// Usage: node scripts/build-styles.mjs. Both results are gitignored and take about a second.
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import tailwind from '@tailwindcss/postcss';
import postcss from 'postcss';

const root = join(import.meta.dirname, '..');
const standalone = join(root, 'components/standalone');

const FONTS = {
  'inter.woff2': 'inter/files/inter-latin-wght-normal.woff2',
  'jetbrains-mono.woff2': 'jetbrains-mono/files/jetbrains-mono-latin-wght-normal.woff2',
};

/** Copies the fonts and compiles the stylesheet of the script-free pages. */
export async function buildStyles() {
  await Promise.all([copyFonts(), compileStandalone()]);
}

async function copyFonts() {
  const target = join(root, 'public/fonts');
  await mkdir(target, { recursive: true });
  const copies = Object.entries(FONTS).map(([name, source]) =>
    copyFile(join(root, 'node_modules/@fontsource-variable', source), join(target, name)),
  );
  await Promise.all(copies);
}

async function compileStandalone() {
  const from = join(standalone, 'standalone.css');
  const to = join(standalone, 'standalone.generated.css');
  const { css } = await postcss([tailwind({ base: standalone, optimize: { minify: true } })]).process(await readFile(from, 'utf8'), {
    from,
    to,
  });
  // It is placed inside <style>, where this sequence would end the element.
  if (css.includes('</')) throw new Error('standalone.css must not contain "</".');
  await writeFile(to, css.trim());
}

if (process.argv[1] === import.meta.filename) await buildStyles();

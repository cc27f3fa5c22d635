import { describe, expect, it } from 'vitest';
import { readTheme, themeColors } from './theme';

describe('the theme cookie', () => {
  it('is believed only when it names a theme', () => {
    expect(['light', 'dark', '"><script>', '', undefined].map(readTheme)).toEqual(['light', 'dark', null, null, null]);
  });
});

describe('the color of the frame around the page', () => {
  it('follows the device until a look was chosen', () => {
    expect(themeColors(null).map(({ media }) => media)).toEqual(['(prefers-color-scheme: light)', '(prefers-color-scheme: dark)']);
    expect(themeColors('dark')).toEqual([{ media: 'all', color: themeColors(null)[1]?.color }]);
  });
});

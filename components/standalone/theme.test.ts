import { describe, expect, it } from 'vitest';
import { readTheme } from './theme';

describe('the theme cookie', () => {
  it('is believed only when it names a theme', () => {
    expect(['light', 'dark', '"><script>', '', undefined].map(readTheme)).toEqual(['light', 'dark', null, null, null]);
  });
});

/** The look a person chose; null follows their system. */
export type Theme = 'light' | 'dark' | null;

/** Set by the theme switch, read by the server before the first paint. Holds nothing else, so scripts may write it. */
export const THEME_COOKIE = 'theme';

/** What the value of the cookie says; anything unknown counts as no choice. */
export function readTheme(cookieValue: string | null | undefined): Theme {
  return cookieValue === 'light' || cookieValue === 'dark' ? cookieValue : null;
}

/** `ground` of tokens.css, for the frame that a phone draws around the page: it knows no `light-dark()`. */
const GROUND = { light: '#f8f7f5', dark: '#141210' } as const;

/** The colors of that frame: one where a look was chosen, else one for each. */
export function themeColors(theme: Theme): { media: string; color: string }[] {
  return (['light', 'dark'] as const)
    .filter((look) => theme === null || theme === look)
    .map((look) => ({ media: theme === null ? `(prefers-color-scheme: ${look})` : 'all', color: GROUND[look] }));
}

/** The look a person chose; null follows their system. */
export type Theme = 'light' | 'dark' | null;

/** Set by the theme switch, read by the server before the first paint. Holds nothing else, so scripts may write it. */
export const THEME_COOKIE = 'theme';

/** What the value of the cookie says; anything unknown counts as no choice. */
export function readTheme(cookieValue: string | null | undefined): Theme {
  return cookieValue === 'light' || cookieValue === 'dark' ? cookieValue : null;
}

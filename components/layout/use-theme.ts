'use client';
import { useState } from 'react';
import { THEME_COOKIE, type Theme } from '@/components/standalone/theme';

const YEAR_S = 31_536_000;

/** The look chosen now, and a way to choose another: at once on this page, by cookie on every later one. */
export function useTheme(initial: Theme): [Theme, (theme: Theme) => void] {
  const [theme, setTheme] = useState(initial);
  const choose = (next: Theme) => {
    const life = next === null ? 0 : YEAR_S;
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser yet
    document.cookie = `${THEME_COOKIE}=${next ?? ''}; path=/; max-age=${life}; samesite=lax`;
    if (next === null) delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = next;
    setTheme(next);
  };
  return [theme, choose];
}

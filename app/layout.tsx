import type { Metadata, Viewport } from 'next';
import { cookies } from 'next/headers';
import type { ReactNode } from 'react';
import { readTheme, THEME_COOKIE, themeColors } from '@/components/standalone/theme';
import { applicationSlot } from '@/lib/web/application';
import './globals.css';

export async function generateMetadata(): Promise<Metadata> {
  await cookies(); // made per request: the build has no application to ask
  const { brandName } = (await applicationSlot().promise).ctx.settings;
  return {
    title: { default: brandName, template: `%s · ${brandName}` },
    description: 'Decide what AI assistants may do with your brokerage accounts.',
    icons: { icon: { url: '/icon.svg', type: 'image/svg+xml' } },
    robots: { index: false },
  };
}

export async function generateViewport(): Promise<Viewport> {
  const theme = readTheme((await cookies()).get(THEME_COOKIE)?.value);
  return { width: 'device-width', initialScale: 1, viewportFit: 'cover', colorScheme: 'light dark', themeColor: themeColors(theme) };
}

/** The document. The theme is known before the first paint, because the server reads it. */
export default async function RootLayout({ children }: { children: ReactNode }) {
  const theme = readTheme((await cookies()).get(THEME_COOKIE)?.value);
  return (
    <html lang="en" data-theme={theme ?? undefined} suppressHydrationWarning>
      <head>
        <link rel="preload" href="/fonts/inter.woff2" as="font" type="font/woff2" crossOrigin="anonymous" />
        <link rel="preload" href="/fonts/jetbrains-mono.woff2" as="font" type="font/woff2" crossOrigin="anonymous" />
      </head>
      <body>{children}</body>
    </html>
  );
}

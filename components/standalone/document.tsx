// The frame of a page that is plain HTML without any script: sign-in, consent, errors. Endpoints render it with renderToStaticMarkup.
// Nothing in this folder knows Next, holds state or uses a hook, so it renders anywhere.
import type { ReactNode } from 'react';
import { BrandMark } from './brand-mark';
import { type Theme, themeColors } from './theme';

type DocumentProps = {
  /** What the page is; the brand name is added to it. */
  title: string;
  brandName: string;
  /** The person's choice from the `theme` cookie; null follows the system. */
  theme: Theme;
  /** The text of standalone.generated.css. Its sha256 belongs into the `style-src` of the answer. */
  styles: string;
  children: ReactNode;
};

/** The whole document, from `<html>` on; the caller puts `<!doctype html>` before it. */
export function Document({ title, brandName, theme, styles, children }: DocumentProps) {
  return (
    <html lang="en" data-theme={theme ?? undefined}>
      {/* biome-ignore lint/style/noHeadElement: there is no Next here to manage it */}
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content={theme ?? 'light dark'} />
        {themeColors(theme).map(({ media, color }) => (
          <meta key={media} name="theme-color" media={media} content={color} />
        ))}
        <meta name="robots" content="noindex" />
        <title>{`${title} · ${brandName}`}</title>
        <link rel="icon" href="/icon.svg" type="image/svg+xml" />
        <link rel="preload" href="/fonts/inter.woff2" as="font" type="font/woff2" crossOrigin="anonymous" />
        <link rel="preload" href="/fonts/jetbrains-mono.woff2" as="font" type="font/woff2" crossOrigin="anonymous" />
        {/* biome-ignore lint/security/noDangerouslySetInnerHtml: our own compiled stylesheet; escaping would change its hash */}
        <style dangerouslySetInnerHTML={{ __html: styles }} />
      </head>
      <body>{children}</body>
    </html>
  );
}

/** The one column of 480 px: brand line, a sheet with the content, and small print under it. */
export function Column({ brandName, footer, children }: { brandName: string; footer?: ReactNode; children: ReactNode }) {
  return (
    <div className="mx-auto flex min-h-dvh w-full max-w-column flex-col sm:justify-center sm:py-10">
      <header className="px-5 py-5 sm:px-1 sm:pt-0 sm:pb-4">
        <BrandLine name={brandName} />
      </header>
      <main className="flex-1 border-t bg-surface px-5 py-7 sm:flex-none sm:rounded-xl sm:border sm:px-8 sm:py-8">{children}</main>
      {footer && <footer className="border-t px-5 py-5 text-muted text-sm sm:border-t-0 sm:px-1 sm:pt-4 sm:pb-0">{footer}</footer>}
    </div>
  );
}

function BrandLine({ name }: { name: string }) {
  return (
    <p className="flex items-center gap-2.5 font-semibold text-ink">
      <BrandMark className="size-6" />
      {name}
    </p>
  );
}

/** The heading of the sheet, with one sentence that says what it is about. */
export function Heading({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className="space-y-2">
      <h1 className="text-balance font-semibold text-2xl">{title}</h1>
      {children && <div className="text-pretty text-muted">{children}</div>}
    </div>
  );
}

/** Things under each other with air between them: `loose` for fields and blocks, `tight` for what belongs together. */
export function Stack({ gap = 'loose', children }: { gap?: 'loose' | 'tight'; children: ReactNode }) {
  return <div className={`flex flex-col ${gap === 'loose' ? 'gap-5' : 'gap-3'}`}>{children}</div>;
}

/** Fields side by side where there is room. */
export function FieldGrid({ children }: { children: ReactNode }) {
  return <div className="grid items-start gap-4 sm:grid-cols-2">{children}</div>;
}

/** A part of the sheet under its own heading, set off by a hairline. */
export function Part({ title, hint, children }: { title: string; hint?: ReactNode; children: ReactNode }) {
  return (
    <section className="mt-6 border-t pt-5">
      <h2 className="font-semibold">{title}</h2>
      {hint && <p className="mt-0.5 text-muted text-sm">{hint}</p>}
      <div className="mt-3">{children}</div>
    </section>
  );
}

/** A hairline; with a word in it, a choice between two ways. */
export function Divider({ label }: { label?: string }) {
  if (!label) return <hr className="my-6 text-line" />;
  return (
    <div className="my-6 flex items-center gap-3 text-faint text-sm">
      <span className="h-px flex-1 bg-line" />
      {label}
      <span className="h-px flex-1 bg-line" />
    </div>
  );
}

/** An id, host or URI, as it is. Breaks anywhere rather than overflow. */
export function Mono({ children }: { children: ReactNode }) {
  return <code className="wrap-anywhere font-mono text-[0.92em]">{children}</code>;
}

export function TextLink({ href, children }: { href: string; children: ReactNode }) {
  return (
    <a
      href={href}
      className="rounded-sm font-medium text-accent-text underline decoration-accent/40 underline-offset-3 hover:decoration-current"
    >
      {children}
    </a>
  );
}

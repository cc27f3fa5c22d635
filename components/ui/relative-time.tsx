'use client';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { dateFormat } from './dates';
import { Tooltip } from './tooltip';

const UNITS = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
] as const;

const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });

/** "3 minutes ago", "yesterday", "in 2 hours"; "just now" within 45 seconds. */
export function relativeText(at: Date, now: Date): string {
  const seconds = Math.round((at.getTime() - now.getTime()) / 1000);
  if (Math.abs(seconds) < 45) return 'just now';
  for (const [unit, length] of UNITS) {
    if (Math.abs(seconds) >= length) return relative.format(Math.trunc(seconds / length), unit);
  }
  return relative.format(Math.sign(seconds), 'minute');
}

/** The exact time with its zone: the person's own in the browser, UTC on the server. */
function exactText(at: Date, timeZone: string | undefined): string {
  return dateFormat({ dateStyle: 'long', timeStyle: 'long', timeZone })(at);
}

const REFRESH_MS = 30_000;
const never = () => () => undefined;

/** How long ago, kept current; the exact time and zone on hover and focus. `at` is RFC 3339. */
export function RelativeTime({ at }: { at: string }) {
  // False on the server and while hydrating, so that both draw the same exact date; the browser then shows its own view.
  const isBrowser = useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), REFRESH_MS);
    return () => clearInterval(timer);
  }, []);
  const date = new Date(at);
  const exact = exactText(date, isBrowser ? undefined : 'UTC');
  return (
    <Tooltip text={exact}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the exact time is reached by keyboard too */}
      <time dateTime={at} title={isBrowser ? undefined : exact} tabIndex={0} className="whitespace-nowrap rounded-sm">
        {/* The server's clock is a moment behind; a new key replaces its text instead of patching it. */}
        <span key={isBrowser ? 'browser' : 'server'} suppressHydrationWarning>
          {relativeText(date, now)}
        </span>
      </time>
    </Tooltip>
  );
}

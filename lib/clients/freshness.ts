// How long a fetched document may be used without asking again: RFC 9111, within bounds of our own (CM-7).
import type { FreshnessHeaders } from '@/lib/core/guarded-fetch';

export const LEAST_FRESH_SECONDS = 5 * 60;
export const MOST_FRESH_SECONDS = 24 * 60 * 60;

/** Seconds from now, between five minutes and a day; five minutes also where the host would have us store nothing. */
export function freshSeconds(headers: FreshnessHeaders): number {
  return Math.min(MOST_FRESH_SECONDS, Math.max(LEAST_FRESH_SECONDS, statedSeconds(headers)));
}

function statedSeconds({ cacheControl, age, expires, date }: FreshnessHeaders): number {
  const directives = cacheControl
    .toLowerCase()
    .split(',')
    .map((directive) => directive.trim());
  if (directives.some((directive) => /^(no-store|no-cache)($|=)/.test(directive))) return 0;
  const maxAge = directives.map((directive) => /^max-age="?(\d{1,9})"?$/.exec(directive)?.[1]).find((seconds) => seconds !== undefined);
  if (maxAge !== undefined) return Number(maxAge) - (/^\d{1,9}$/.test(age) ? Number(age) : 0);
  const lifetime = (Date.parse(expires) - Date.parse(date)) / 1000; // NaN when one is missing or unreadable
  return Number.isFinite(lifetime) ? lifetime : 0;
}

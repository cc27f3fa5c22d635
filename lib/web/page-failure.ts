import type { Log } from '@/lib/core/context';

/** A page that could not be made. The person is shown the digest alone; here it leads to the reason. Never the query, which can hold a code. */
export function logPageFailure(log: Log, thrown: unknown, url: string): void {
  const error = thrown instanceof Error ? thrown : null;
  log.error('page.failed', {
    path: url.split(/[?#]/, 1)[0],
    digest: error && 'digest' in error ? String(error.digest) : undefined,
    reason: error?.message ?? String(thrown),
    stack: error?.stack,
  });
}

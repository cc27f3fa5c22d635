// Has the client that a guide is about arrived?
import type { Connection } from '@/lib/grants/portal-schema';

type Watched = Pick<Connection, 'id' | 'clientId' | 'createdAt' | 'lastUsedAt'>;

/**
 * The connection that somebody following a guide waits for: of the chosen key, or, where no key is involved, one that was made or used
 * since the page was opened. The newest, or null.
 */
export function arrivalOf<T extends Watched>(connections: readonly T[], expected: { clientId: string | null; since: string }): T | null {
  const candidates = connections.filter(({ clientId, createdAt, lastUsedAt }) =>
    expected.clientId !== null ? clientId === expected.clientId : createdAt >= expected.since || (lastUsedAt ?? '') >= expected.since,
  );
  return candidates.reduce<T | null>((newest, one) => (newest === null || one.createdAt > newest.createdAt ? one : newest), null);
}

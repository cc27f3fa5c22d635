// Client rows as the protocol needs them. What a key's owner sees and changes is in ./keys.ts.
import type { Ctx } from '@/lib/db/context';

const columns = {
  id: true,
  kind: true,
  name: true,
  ownerId: true,
  redirectUris: true,
  platformCallbacks: true,
  scopes: true,
  isConfidential: true,
  isOwnerOnly: true,
  partnerAccessBlockedReason: true,
  disabledAt: true,
  deletedAt: true,
  owner: { select: { email: true } },
} as const;

export type ClientRow = NonNullable<Awaited<ReturnType<typeof findClientRow>>>;

export function findClientRow({ db }: Ctx, clientId: string) {
  return db.client.findUnique({ where: { id: clientId }, select: columns });
}

export type ClientRowWithSecrets = NonNullable<Awaited<ReturnType<typeof findClientRowWithSecrets>>>;

/** With the hashes, for the one place that compares them. */
export function findClientRowWithSecrets({ db }: Ctx, clientId: string) {
  return db.client.findUnique({
    where: { id: clientId },
    select: { ...columns, secretHash: true, previousSecretHash: true, previousSecretExpiresAt: true },
  });
}

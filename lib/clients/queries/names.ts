// What clients are called, also those that were deleted: timelines still speak of them.
import { type ClientIdentity, identityOf } from '@/lib/clients/known-platforms';
import type { Ctx } from '@/lib/db/context';

export async function findClientNames({ db }: Ctx, clientIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const rows = await db.client.findMany({ where: { id: { in: [...new Set(clientIds)] } }, select: { id: true, name: true } });
  return new Map(rows.map(({ id, name }) => [id, name]));
}

/** Clients that belong to the person or were ever connected to them, deleted ones too, by name. */
export function listKnownClients({ db }: Ctx, userId: string): Promise<{ id: string; name: string }[]> {
  return db.client.findMany({
    where: { OR: [{ ownerId: userId }, { grants: { some: { userId } } }] },
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
    take: 500,
    select: { id: true, name: true },
  });
}

/** The same with the verified mark, where it stands. */
export async function findClientIdentities({ db }: Ctx, clientIds: readonly string[]): Promise<ReadonlyMap<string, ClientIdentity>> {
  const rows = await db.client.findMany({
    where: { id: { in: [...new Set(clientIds)] } },
    select: { id: true, name: true, kind: true, redirectUris: true },
  });
  return new Map(rows.map((row) => [row.id, identityOf(row)]));
}

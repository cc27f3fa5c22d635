// What clients are called, also those that were deleted: timelines still speak of them.
import { type ClientIdentity, identityOf } from '@/lib/clients/known-platforms';
import type { Ctx } from '@/lib/db/context';

export async function findClientNames({ db }: Ctx, clientIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const rows = await db.client.findMany({ where: { id: { in: [...new Set(clientIds)] } }, select: { id: true, name: true } });
  return new Map(rows.map(({ id, name }) => [id, name]));
}

/** The same with the verified mark, where it stands. */
export async function findClientIdentities({ db }: Ctx, clientIds: readonly string[]): Promise<ReadonlyMap<string, ClientIdentity>> {
  const rows = await db.client.findMany({
    where: { id: { in: [...new Set(clientIds)] } },
    select: { id: true, name: true, kind: true, redirectUris: true },
  });
  return new Map(rows.map((row) => [row.id, identityOf(row)]));
}

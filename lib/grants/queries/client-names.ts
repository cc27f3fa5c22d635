// What clients are called, and whether that is sure.
import { type ClientIdentity, identityOf } from '@/lib/clients/known-platforms';
import type { Ctx } from '@/lib/db/context';

/** Deleted ones too. A name that is not verified was chosen by whoever made the client. */
export async function findClientIdentities({ db }: Ctx, clientIds: readonly string[]): Promise<ReadonlyMap<string, ClientIdentity>> {
  const rows = await db.client.findMany({
    where: { id: { in: [...new Set(clientIds)] } },
    select: { id: true, kind: true, name: true, redirectUris: true },
  });
  return new Map(rows.map((row) => [row.id, identityOf(row)]));
}

// Clients nobody uses, among those that anyone can make appear: registered ones and those with a document. In small batches that wait for
// no one: rows in use by somebody else are left for the next round.
import type { Ctx } from '@/lib/db/context';

/** Marks as deleted what was never allowed by anyone since `unusedSince`, or not used since `idleSince`. @returns how many */
export async function retireUnused({ db, now }: Ctx, unusedSince: Date, idleSince: Date, batch: number): Promise<number> {
  const at = now();
  return db.$executeRaw`
    UPDATE clients SET deleted_at = ${at}::timestamptz, secret_hash = NULL
    WHERE id IN (
      SELECT client.id FROM clients client
      LEFT JOIN client_documents document ON document.client_id = client.id
      WHERE client.kind IN ('dynamic', 'metadata') AND client.deleted_at IS NULL
        AND greatest(client.created_at, document.read_at) < ${unusedSince}::timestamptz
        AND NOT EXISTS (SELECT FROM authorization_requests WHERE client_id = client.id AND expires_at > ${at}::timestamptz)
        AND NOT EXISTS (
          SELECT FROM grants WHERE client_id = client.id
            AND greatest(created_at, activated_at, last_used_at) >= ${idleSince}::timestamptz
        )
        AND (
          greatest(client.created_at, document.read_at, client.last_used_at) < ${idleSince}::timestamptz
          OR NOT EXISTS (SELECT FROM grants WHERE client_id = client.id)
        )
      ORDER BY client.created_at LIMIT ${batch}::int FOR UPDATE OF client SKIP LOCKED
    )`;
}

/** Removes the rows of clients that were marked before `markedBefore` and leave no connection behind that somebody could look up. */
export async function removeRetired({ db }: Ctx, markedBefore: Date, batch: number): Promise<number> {
  return db.$executeRaw`
    DELETE FROM clients WHERE id IN (
      SELECT client.id FROM clients client
      WHERE client.kind IN ('dynamic', 'metadata') AND client.deleted_at < ${markedBefore}::timestamptz
        AND NOT EXISTS (SELECT FROM grants WHERE client_id = client.id)
      ORDER BY client.created_at LIMIT ${batch}::int FOR UPDATE OF client SKIP LOCKED
    )`;
}

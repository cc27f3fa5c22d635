// Clients that are known by their metadata document: the snapshot in the client's row, and how long it is fresh.
import type { DocumentClient } from '@/lib/clients/metadata-document';
import type { Ctx } from '@/lib/db/context';

export type StoredDocument = Readonly<{ source: string; readAt: Date; freshUntil: Date; withdrawnAt: Date | null; isDeleted: boolean }>;

export async function findDocument({ db }: Ctx, clientId: string): Promise<StoredDocument | null> {
  const row = await db.clientDocument.findUnique({
    where: { clientId },
    select: { source: true, readAt: true, freshUntil: true, withdrawnAt: true, client: { select: { deletedAt: true } } },
  });
  if (!row) return null;
  const { client, ...document } = row;
  return { ...document, isDeleted: client.deletedAt !== null };
}

/**
 * Takes the document as the client's snapshot, in one statement. When redirect URIs or keys are not what they were, what people allowed
 * before is forgotten: they are asked again (CM-8). A client that was cleaned up as unused comes back.
 */
export async function storeDocument(
  { db, now }: Ctx,
  clientId: string,
  { name, redirectUris, scopeNames, keysHash }: DocumentClient,
  source: 'fetched' | 'shipped',
  freshUntil: Date,
): Promise<void> {
  const at = now();
  const [uris, scopes] = [[...redirectUris], [...scopeNames]];
  await db.$executeRaw`
    WITH before AS (
      SELECT clients.redirect_uris, client_documents.keys_hash
      FROM clients JOIN client_documents ON client_documents.client_id = clients.id
      WHERE clients.id = ${clientId}
    ), client AS (
      INSERT INTO clients (id, kind, name, redirect_uris, scopes, is_confidential, is_owner_only, created_at)
      VALUES (${clientId}, 'metadata', ${name}, ${uris}::text[], ${scopes}::text[], false, false, ${at}::timestamptz)
      ON CONFLICT (id) DO UPDATE SET
        name = EXCLUDED.name,
        redirect_uris = EXCLUDED.redirect_uris,
        scopes = EXCLUDED.scopes,
        created_at = CASE WHEN clients.deleted_at IS NULL THEN clients.created_at ELSE EXCLUDED.created_at END,
        deleted_at = NULL
      WHERE clients.kind = 'metadata'
      RETURNING id
    ), document AS (
      INSERT INTO client_documents (client_id, source, keys_hash, read_at, fresh_until)
      SELECT id, ${source}, ${keysHash}, ${at}::timestamptz, ${freshUntil}::timestamptz FROM client
      ON CONFLICT (client_id) DO UPDATE SET
        source = EXCLUDED.source,
        keys_hash = EXCLUDED.keys_hash,
        read_at = EXCLUDED.read_at,
        fresh_until = EXCLUDED.fresh_until,
        withdrawn_at = NULL
    )
    DELETE FROM consents USING before
    WHERE consents.client_id = ${clientId} AND (
      before.keys_hash IS DISTINCT FROM ${keysHash}
      OR NOT (before.redirect_uris @> ${uris}::text[] AND before.redirect_uris <@ ${uris}::text[])
    )`;
}

/** Its owner took the document away. What was granted goes on; nothing new is granted. */
export async function markWithdrawn({ db, now }: Ctx, clientId: string): Promise<void> {
  await db.clientDocument.updateMany({ where: { clientId }, data: { withdrawnAt: now(), freshUntil: now() } });
}

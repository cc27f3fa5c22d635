// Clients that registered themselves (kind "dynamic"), what they said, and the token that manages it.
import { RegisteredMetadata } from '@/lib/clients/registration-metadata';
import type { Ctx } from '@/lib/db/context';

export type NewRegistration = Readonly<{
  clientId: string;
  metadata: RegisteredMetadata;
  scopeNames: readonly string[];
  secretHash: string | null;
  accessTokenHash: string;
}>;

export async function insertRegistration({ db, now }: Ctx, registration: NewRegistration): Promise<void> {
  const { clientId, metadata, scopeNames, secretHash, accessTokenHash } = registration;
  await db.client.create({
    data: {
      id: clientId,
      kind: 'dynamic',
      name: metadata.client_name,
      redirectUris: metadata.redirect_uris,
      scopes: [...scopeNames],
      isConfidential: secretHash !== null,
      secretHash,
      createdAt: now(),
      registration: { create: { metadata, accessTokenHash } },
    },
    select: { id: true },
  });
}

export type StoredRegistration = Readonly<{
  clientId: string;
  createdAt: Date;
  metadata: RegisteredMetadata;
  secretHash: string | null;
  accessTokenHash: string;
}>;

/** With the hashes, for the one place that compares them. Null when it was deleted. */
export async function findRegistration({ db }: Ctx, clientId: string): Promise<StoredRegistration | null> {
  const row = await db.clientRegistration.findFirst({
    where: { clientId, client: { deletedAt: null, kind: 'dynamic' } },
    select: { metadata: true, accessTokenHash: true, client: { select: { createdAt: true, secretHash: true } } },
  });
  if (!row) return null;
  return { clientId, ...row.client, accessTokenHash: row.accessTokenHash, metadata: RegisteredMetadata.parse(row.metadata) };
}

/**
 * Replaces what the client said, in one statement (RFC 7592 §2.2). With other redirect URIs than before, what people allowed is forgotten.
 * @param secretHash of a new secret; "keep" leaves the one there is, null removes it
 * @returns false when it was deleted meanwhile
 */
export async function replaceRegistration(
  { db }: Ctx,
  clientId: string,
  metadata: RegisteredMetadata,
  scopeNames: readonly string[],
  secretHash: string | null | 'keep',
): Promise<boolean> {
  const [uris, scopes, isKept] = [metadata.redirect_uris, [...scopeNames], secretHash === 'keep'];
  const rows = await db.$queryRaw<{ id: string }[]>`
    WITH before AS (
      SELECT id, redirect_uris FROM clients
      WHERE id = ${clientId} AND kind = 'dynamic' AND deleted_at IS NULL FOR UPDATE
    ), replaced AS (
      UPDATE clients SET
        name = ${metadata.client_name},
        redirect_uris = ${uris}::text[],
        scopes = ${scopes}::text[],
        is_confidential = CASE WHEN ${isKept} THEN is_confidential ELSE ${secretHash}::text IS NOT NULL END,
        secret_hash = CASE WHEN ${isKept} THEN secret_hash ELSE ${secretHash}::text END
      FROM before WHERE clients.id = before.id
      RETURNING clients.id
    ), said AS (
      UPDATE client_registrations SET metadata = ${JSON.stringify(metadata)}::jsonb
      FROM replaced WHERE client_registrations.client_id = replaced.id
    ), forgotten AS (
      DELETE FROM consents USING before
      WHERE consents.client_id = before.id
        AND NOT (before.redirect_uris @> ${uris}::text[] AND before.redirect_uris <@ ${uris}::text[])
    )
    SELECT id FROM replaced`;
  return rows.length === 1;
}

export type EndedByDeletion = Readonly<{ grantId: string; userId: string }>;

/**
 * Deletes the client at its own wish: ends its connections, forgets consents and secrets, in one statement. Of callers that arrive at
 * once exactly one gets the list of ended connections, the others null.
 */
export async function retireRegistration({ db, now }: Ctx, clientId: string): Promise<EndedByDeletion[] | null> {
  const at = now();
  const rows = await db.$queryRaw<{ grantId: string | null; userId: string | null }[]>`
    WITH retired AS (
      UPDATE clients SET deleted_at = ${at}::timestamptz, secret_hash = NULL
      WHERE id = ${clientId} AND kind = 'dynamic' AND deleted_at IS NULL
      RETURNING id
    ), ended AS (
      UPDATE grants SET revoked_at = ${at}::timestamptz, revoked_for = 'client_deleted'
      FROM retired WHERE grants.client_id = retired.id AND grants.revoked_at IS NULL
      RETURNING grants.id, grants.user_id, grants.activated_at
    ), forgotten AS (
      DELETE FROM consents USING retired WHERE consents.client_id = retired.id
    )
    SELECT ended.id AS "grantId", ended.user_id AS "userId"
    FROM retired LEFT JOIN ended ON ended.activated_at IS NOT NULL`;
  if (rows.length === 0) return null;
  return rows.flatMap(({ grantId, userId }) => (grantId && userId ? [{ grantId, userId }] : []));
}

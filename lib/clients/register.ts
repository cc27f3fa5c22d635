// Dynamic registration (RFC 7591) and its management (RFC 7592): a client makes, reads, changes and deletes its own registration.
import { appendEvents } from '@/lib/audit/queries/events';
import type { NewAuditEvent } from '@/lib/audit/schema';
import { equalInConstantTime, isWellFormedToken, newId, newToken, sha256 } from '@/lib/core/crypto';
import { type Ctx, inTransaction } from '@/lib/db/context';
import {
  findRegistration,
  insertRegistration,
  replaceRegistration,
  retireRegistration,
  type StoredRegistration,
} from './queries/registrations';
import type { RegisteredMetadata } from './registration-metadata';

/** What the client is told. Secrets are null unless they were made just now: only hashes are kept. */
export type Registration = Readonly<{
  clientId: string;
  createdAt: Date;
  metadata: RegisteredMetadata;
  clientSecret: string | null;
  registrationAccessToken: string;
}>;

/** Makes a client. It holds no right until a person allows it. */
export async function registerClient(ctx: Ctx, metadata: RegisteredMetadata): Promise<Registration> {
  const clientId = newId(ctx, 'dyn');
  const clientSecret = isConfidential(metadata) ? newToken(ctx, 'cc_cs') : null;
  const registrationAccessToken = newToken(ctx, 'cc_ra');
  await insertRegistration(ctx, {
    clientId,
    metadata,
    scopeNames: scopeNames(metadata),
    secretHash: clientSecret === null ? null : sha256(clientSecret),
    accessTokenHash: sha256(registrationAccessToken),
  });
  ctx.log.info('client.registered', { client_id: clientId, redirect_uris: metadata.redirect_uris.length });
  return { clientId, createdAt: ctx.now(), metadata, clientSecret, registrationAccessToken };
}

/** The registration that this token manages; null for any other token or client, deleted ones included. */
export async function openRegistration(ctx: Ctx, clientId: string, token: string): Promise<StoredRegistration | null> {
  if (!isWellFormedToken('cc_ra', token) || !/^dyn_[0-9A-Za-z]{22}$/.test(clientId)) return null;
  const stored = await findRegistration(ctx, clientId);
  return stored && equalInConstantTime(stored.accessTokenHash, sha256(token)) ? stored : null;
}

/**
 * Replaces the metadata. A secret is made or forgotten as the authentication method now demands, else kept.
 * @returns the new secret if one was made; undefined when the client was deleted meanwhile
 */
export async function changeRegistration(
  ctx: Ctx,
  before: StoredRegistration,
  metadata: RegisteredMetadata,
): Promise<string | null | undefined> {
  const keeps = isConfidential(metadata) === (before.secretHash !== null);
  const clientSecret = !keeps && isConfidential(metadata) ? newToken(ctx, 'cc_cs') : null;
  const secretHash = keeps ? 'keep' : clientSecret && sha256(clientSecret);
  const isReplaced = await replaceRegistration(ctx, before.clientId, metadata, scopeNames(metadata), secretHash);
  return isReplaced ? clientSecret : undefined;
}

/** Ends the registration and every connection made with it. */
export async function deleteRegistration(ctx: Ctx, clientId: string): Promise<void> {
  const detail = { reason: 'client_deleted' };
  await inTransaction(ctx, async (ctx) => {
    const ended = (await retireRegistration(ctx, clientId)) ?? [];
    await appendEvents(
      ctx,
      ended.map(({ userId, grantId }): NewAuditEvent => ({ userId, name: 'grant.revoked', clientId, grantId, detail })),
    );
  });
}

function isConfidential({ token_endpoint_auth_method: method }: RegisteredMetadata): boolean {
  return method !== 'none';
}

function scopeNames({ scope = '' }: RegisteredMetadata): string[] {
  return scope.split(' ').filter((name) => name !== '');
}

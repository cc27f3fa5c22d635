// A client_id that is a URL: reads its document when the snapshot is no longer fresh. Only an authorization request comes here; token,
// refresh and revocation go by the snapshot, so that a vendor's outage breaks nothing that people granted (CM-8).
import type { Limit } from '@/lib/core/counters';
import { GuardedFetchError } from '@/lib/core/guarded-fetch';
import type { Ctx } from '@/lib/db/context';
import { networkOf } from '@/lib/identity/throttle';
import { freshSeconds, LEAST_FRESH_SECONDS } from './freshness';
import { DocumentError, readMetadataDocument } from './metadata-document';
import { findDocument, markWithdrawn, type StoredDocument, storeDocument } from './queries/documents';
import type { DocumentRefusal } from './schema';
import { shippedDocument } from './shipped-documents';

/** How long the last copy serves while its host gives none. After that, whether the client still exists is anyone's guess. */
const STALE_DAYS = 30;
const FETCHES_PER_NETWORK: Limit = { limit: 30, windowSeconds: 10 * 60 };

/**
 * Brings the client's row up to date with its document.
 * @param clientId starts with https://
 * @returns why no authorization may begin; null when the row can be used
 */
export async function readMetadataClient(ctx: Ctx, clientId: string): Promise<DocumentRefusal | null> {
  const stored = await findDocument(ctx, clientId);
  if (stored && !stored.withdrawnAt && !stored.isDeleted && stored.freshUntil > ctx.now()) return null;
  const refusal = await fetchAndStore(ctx, clientId, stored);
  if (refusal) ctx.log.warn('client.document_refused', { client_id: clientId, ...refusal });
  return refusal?.kind ?? null;
}

type Refused = Readonly<{ kind: DocumentRefusal; reason: string }>;

async function fetchAndStore(ctx: Ctx, clientId: string, stored: StoredDocument | null): Promise<Refused | null> {
  const { allowed } = await ctx.counters.count(`client-document:${networkOf(ctx.address)}`, FETCHES_PER_NETWORK);
  if (!allowed) return (await takeCopy(ctx, clientId, stored)) ? null : { kind: 'document_not_now', reason: 'too_many' };
  try {
    const { json, freshness } = await ctx.guardedFetch(clientId);
    const client = readMetadataDocument(clientId, json, ctx.settings.appUrl);
    await storeDocument(ctx, clientId, client, 'fetched', secondsFromNow(ctx, freshSeconds(freshness)));
    return null;
  } catch (thrown) {
    if (thrown instanceof DocumentError) return { kind: 'document_invalid', reason: thrown.reason };
    if (!(thrown instanceof GuardedFetchError)) throw thrown;
    return afterFailure(ctx, clientId, stored, thrown);
  }
}

/** Failures are never stored (CM-7); a withdrawal is no failure. */
async function afterFailure(
  ctx: Ctx,
  clientId: string,
  stored: StoredDocument | null,
  { kind, reason }: GuardedFetchError,
): Promise<Refused | null> {
  switch (kind) {
    case 'refused':
      return { kind: 'document_refused', reason };
    case 'invalid':
      return { kind: 'document_invalid', reason };
    case 'gone':
      if (stored) await markWithdrawn(ctx, clientId);
      return { kind: 'document_withdrawn', reason };
    case 'unavailable':
      if (await takeCopy(ctx, clientId, stored)) return null;
      return { kind: stored?.withdrawnAt ? 'document_withdrawn' : 'document_not_now', reason };
  }
}

/** The last copy we read, or the one that came with the product when we never read any (CM-12). */
async function takeCopy(ctx: Ctx, clientId: string, stored: StoredDocument | null): Promise<boolean> {
  if (stored?.withdrawnAt) return false;
  const isRecent =
    stored !== null && stored.source === 'fetched' && stored.readAt.getTime() > ctx.now().getTime() - STALE_DAYS * 86_400_000;
  if (isRecent && !stored.isDeleted) return true;
  const shipped = shippedDocument(clientId);
  if (shipped === null) return false;
  const client = readMetadataDocument(clientId, shipped, ctx.settings.appUrl);
  await storeDocument(ctx, clientId, client, 'shipped', secondsFromNow(ctx, LEAST_FRESH_SECONDS));
  return true;
}

function secondsFromNow({ now }: Ctx, seconds: number): Date {
  return new Date(now().getTime() + seconds * 1000);
}

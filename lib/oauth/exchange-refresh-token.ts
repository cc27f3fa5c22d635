// grant_type=refresh_token (RFC 6749 §6): rotation, a grace window for clients that refresh in parallel, reuse detection (RFC 9700 §4.14.2).
import type { Client } from '@/lib/clients/schema';
import { isWellFormedToken, sha256 } from '@/lib/core/crypto';
import type { Parameters } from '@/lib/core/http';
import type { Ctx } from '@/lib/db/context';
import { revokeGrant } from '@/lib/grants/revoke';
import { expandScopes, missingScopes, parseScope } from '@/lib/grants/scopes';
import { invalidGrant, invalidRequest, invalidTarget, OAuthError } from './errors';
import { mintPair, tokenResponse } from './issue';
import { type Refresh, type RefreshedToken, refreshRow } from './queries/tokens';
import { recordingRefusal, recordRefusal } from './refusals';
import { readResource } from './schema';

/** @throws OAuthError */
export async function exchangeRefreshToken(ctx: Ctx, client: Client, form: Parameters): Promise<Response> {
  const { names, ...refresh } = await recordingRefusal(ctx, 'token.refused', client, () => readRefresh(ctx, client, form));
  const row = await refreshRow(ctx, refresh);
  if (row?.accessExpiresAt) {
    const scopeNames = refresh.narrowedTo.length > 0 ? names : row.scopeNames;
    return tokenResponse(ctx, refresh.pair, { ...row, scopeNames, accessExpiresAt: row.accessExpiresAt });
  }
  const failure = explain(ctx, refresh, row);
  const owner = row?.clientId === client.id ? { userId: row.userId, grantId: row.grantId } : { userId: client.ownerId };
  await recordRefusal(ctx, 'token.refused', { ...owner, clientId: client.id }, failure.reason);
  // Outside any transaction: the revocation must outlive the refusal.
  if (row && failure.reason === 'refresh_token_reused') await revokeGrant(ctx, row.grantId, 'refresh_token_reused');
  throw failure;
}

function readRefresh(ctx: Ctx, client: Client, form: Parameters): Refresh & { names: readonly string[] } {
  const token = form.get('refresh_token') ?? '';
  if (token === '') throw invalidRequest('refresh_token is required.', 'parameter_missing');
  if (!isWellFormedToken('cc_rt', token)) throw invalidGrant('refresh_token_malformed');
  const resource = readResource(ctx.settings, (form.get('resource') ?? '').split(' '), undefined);
  if (resource === null) throw invalidTarget('resource_foreign');
  const names = parseScope(form.get('scope') ?? '');
  const narrowedTo = expandScopes(names); // unknown names are dropped here as they are at /authorize
  return {
    names,
    tokenHash: sha256(token),
    clientId: client.id,
    resource: resource ?? null,
    narrowedTo,
    pair: mintPair(ctx, narrowedTo),
  };
}

/** Why the statement issued nothing: the ladder of its WHERE, read aloud. */
function explain(ctx: Ctx, refresh: Refresh, row: RefreshedToken | null): OAuthError {
  if (!row) return invalidGrant('refresh_token_unknown');
  if (row.clientId !== refresh.clientId) return invalidGrant('refresh_token_of_other_client');
  if (row.isGrantRevoked) return invalidGrant('grant_revoked');
  if (isReused(ctx, row)) return invalidGrant('refresh_token_reused');
  if (row.isGrantEnded) return invalidGrant('grant_ended');
  if (row.expiresAt <= ctx.now()) return invalidGrant('refresh_token_expired');
  if (row.resource !== (refresh.resource ?? row.resource)) return invalidTarget('resource_other');
  if (missingScopes(refresh.narrowedTo, row.scopes).length > 0) {
    return new OAuthError('invalid_scope', 'The scope goes beyond what was granted.', 'scope_wider');
  }
  return invalidGrant('too_many_siblings');
}

/** A superseded token after its grace window: whoever sends it, somebody holds a copy. */
function isReused(ctx: Ctx, { rotatedAt }: RefreshedToken): boolean {
  return rotatedAt !== null && ctx.now().getTime() - rotatedAt.getTime() >= ctx.settings.refreshGraceSeconds * 1000;
}

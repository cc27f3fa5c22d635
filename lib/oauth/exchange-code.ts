// grant_type=authorization_code (RFC 6749 §4.1.3, RFC 7636 §4.6).
import type { Client } from '@/lib/clients/schema';
import { isWellFormedToken, sha256 } from '@/lib/core/crypto';
import type { Parameters } from '@/lib/core/http';
import type { Ctx } from '@/lib/db/context';
import { revokeGrant } from '@/lib/grants/revoke';
import { invalidGrant, invalidRequest, invalidTarget, type OAuthError } from './errors';
import { mintPair, tokenResponse } from './issue';
import { challengeOf } from './pkce';
import { type CodeExchange, type ExchangedCode, exchangeCodeRow } from './queries/codes';
import { recordingRefusal, recordRefusal } from './refusals';
import { readResource } from './schema';

/** @throws OAuthError */
export async function exchangeCode(ctx: Ctx, client: Client, form: Parameters): Promise<Response> {
  const exchange = await recordingRefusal(ctx, 'token.refused', client, () => readExchange(ctx, client, form));
  const row = await exchangeCodeRow(ctx, exchange);
  if (row?.accessExpiresAt) return tokenResponse(ctx, exchange.pair, { ...row, accessExpiresAt: row.accessExpiresAt });
  const failure = explain(ctx, exchange, row);
  const owner = row?.clientId === client.id ? { userId: row.userId, grantId: row.grantId } : { userId: client.ownerId };
  await recordRefusal(ctx, 'token.refused', { ...owner, clientId: client.id }, failure.reason);
  // Outside any transaction, and only after possession was proved: the revocation must outlive the refusal (RFC 6749 §4.1.2).
  if (row && failure.reason === 'code_replayed') await revokeGrant(ctx, row.grantId, 'code_replayed');
  throw failure;
}

function readExchange(ctx: Ctx, client: Client, form: Parameters): CodeExchange {
  const code = form.get('code') ?? '';
  if (code === '') throw invalidRequest('code is required.', 'parameter_missing');
  const verifier = form.get('code_verifier') ?? '';
  if (verifier === '') throw invalidRequest('code_verifier is required (PKCE).', 'verifier_missing');
  if (!isWellFormedToken('cc_ac', code)) throw invalidGrant('code_malformed');
  const challenge = challengeOf(verifier);
  if (challenge === null) throw invalidGrant('verifier_mismatch');
  const resource = readResource(ctx.settings, (form.get('resource') ?? '').split(' '), undefined);
  if (resource === null) throw invalidTarget('resource_foreign');
  return {
    codeHash: sha256(code),
    clientId: client.id,
    redirectUri: form.get('redirect_uri') ?? null,
    challenge,
    resource: resource ?? null,
    pair: mintPair(ctx),
  };
}

/** Why the statement issued nothing: the ladder of its WHERE, read aloud. */
function explain(ctx: Ctx, exchange: CodeExchange, row: ExchangedCode | null): OAuthError {
  if (!row) return invalidGrant('code_unknown');
  if (row.clientId !== exchange.clientId) return invalidGrant('code_of_other_client');
  if (row.redirectUri !== (exchange.redirectUri ?? row.redirectUri)) return invalidGrant('redirect_uri_mismatch');
  if (row.codeChallenge !== exchange.challenge) return invalidGrant('verifier_mismatch');
  if (row.resource !== (exchange.resource ?? row.resource)) return invalidTarget('resource_other');
  // From here on the caller has proved possession of code and verifier.
  if (row.claimedAt) return invalidGrant('code_replayed');
  if (row.expiresAt <= ctx.now()) return invalidGrant('code_expired');
  if (row.isGrantRevoked) return invalidGrant('grant_revoked');
  return invalidGrant('code_replayed'); // a rival claimed it between our reading and our claim
}

// The token endpoint (RFC 6749 §3.2). Authenticates the client and chooses the exchange; issues nothing itself.
import { authenticateClient, ClientAuthenticationError } from '@/lib/clients/authenticate';
import type { Client } from '@/lib/clients/schema';
import { methodNotAllowed, type Parameters, readForm } from '@/lib/core/http';
import type { Ctx } from '@/lib/db/context';
import { fromClientAuthentication, invalidRequest, OAuthError } from './errors';
import { exchangeCode } from './exchange-code';
import { exchangeRefreshToken } from './exchange-refresh-token';
import { recordingRefusal, recordMalformedSecret, recordRefusal } from './refusals';

/** @throws OAuthError, BadRequest */
export async function token(ctx: Ctx, request: Request): Promise<Response> {
  if (request.method !== 'POST') return methodNotAllowed('POST');
  const form = await readForm(request, ['resource']); // any other repeated parameter is invalid_request
  const client = await provenClient(ctx, request, form);
  switch (form.get('grant_type') ?? '') {
    case 'authorization_code':
      return exchangeCode(ctx, client, form);
    case 'refresh_token':
      return exchangeRefreshToken(ctx, client, form);
    default:
      return recordingRefusal(ctx, 'token.refused', client, () => refuseGrantType(form));
  }
}

function refuseGrantType(form: Parameters): never {
  if (!form.get('grant_type')) throw invalidRequest('grant_type is required.', 'grant_type_missing');
  throw new OAuthError('unsupported_grant_type', 'grant_type must be authorization_code or refresh_token.', 'grant_type');
}

/** The client of a request that only a confidential one may make. @throws OAuthError */
export async function provenConfidentialClient(ctx: Ctx, request: Request, form: Parameters): Promise<Client> {
  const client = await provenClient(ctx, request, form);
  if (client.isConfidential) return client;
  return recordingRefusal(ctx, 'token.refused', client, () => {
    throw fromClientAuthentication(new ClientAuthenticationError('client_public', request.headers.has('authorization')));
  });
}

/** The client of the request; a failed proof is noted on the timeline of the key's owner. @throws OAuthError */
export async function provenClient(ctx: Ctx, request: Request, form: Parameters): Promise<Client> {
  try {
    return await authenticateClient(ctx, request, form);
  } catch (thrown) {
    if (!(thrown instanceof ClientAuthenticationError)) throw thrown;
    const { claimed, reason } = thrown;
    if (claimed && reason === 'secret_malformed') await recordMalformedSecret(ctx, claimed.clientId);
    else if (claimed?.ownerId) await recordRefusal(ctx, 'token.refused', { userId: claimed.ownerId, clientId: claimed.clientId }, reason);
    throw fromClientAuthentication(thrown);
  }
}

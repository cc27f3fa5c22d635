// Client authentication at token, revoke and introspect (RFC 6749 §2.3): none, client_secret_basic, client_secret_post.
import { equalInConstantTime, isWellFormedToken, sha256 } from '@/lib/core/crypto';
import type { Parameters } from '@/lib/core/http';
import type { Ctx } from '@/lib/db/context';
import { type ClientRowWithSecrets, findClientRowWithSecrets } from './queries/protocol';
import { isClientId, judgeClient, resolveClient } from './resolve';
import type { AuthenticationMethod, Client } from './schema';

export type AuthenticationFailure =
  | 'two_methods'
  | 'client_id_missing'
  | 'client_ids_differ'
  | 'method_unsupported'
  | 'basic_malformed'
  | 'client_unknown'
  | 'client_disabled'
  | 'client_deleted'
  | 'client_registration_off'
  | 'client_public'
  | 'secret_missing'
  | 'secret_malformed'
  | 'secret_wrong'
  | 'secret_from_public_client';

/** The client did not prove itself. `isRequestFault`: the request is wrong in form, whoever sent it. */
export class ClientAuthenticationError extends Error {
  override name = 'ClientAuthenticationError';
  constructor(
    readonly reason: AuthenticationFailure,
    readonly usedBasic: boolean,
    /** The client it claims to be, if there is one of that name: the owner is told. After `secret_malformed` nobody looked yet. */
    readonly claimed: { clientId: string; ownerId: string | null } | null = null,
  ) {
    super(reason);
  }

  get isRequestFault(): boolean {
    return this.reason === 'two_methods' || this.reason === 'client_ids_differ';
  }
}

export type StoredSecrets = Pick<ClientRowWithSecrets, 'secretHash' | 'previousSecretHash' | 'previousSecretExpiresAt'>;

type Presented = Readonly<{ clientId: string; secrets: readonly string[]; method: AuthenticationMethod }>;

/**
 * The client that sent the request.
 * @throws ClientAuthenticationError
 */
export async function authenticateClient(ctx: Ctx, request: Request, form: Parameters): Promise<Client> {
  const presented = readCredentials(request, form);
  const usedBasic = presented.method === 'client_secret_basic';
  const secrets = presented.secrets.filter((secret) => isWellFormedToken('cc_cs', secret));
  // A secret with a wrong checksum was never ours: refused without a database read (contract §4).
  if (presented.secrets.length > 0 && secrets.length === 0)
    throw new ClientAuthenticationError('secret_malformed', usedBasic, { clientId: presented.clientId, ownerId: null });
  const row = isClientId(presented.clientId) ? await findClientRowWithSecrets(ctx, presented.clientId) : null;
  const { client, refusal } = judgeClient(ctx, row);
  const claimed = row && { clientId: row.id, ownerId: row.ownerId };
  if (!client || !row) throw new ClientAuthenticationError(`client_${refusal ?? 'unknown'}`, usedBasic, claimed);
  if (!client.isConfidential) {
    if (secrets.length > 0) throw new ClientAuthenticationError('secret_from_public_client', usedBasic, claimed);
    return client;
  }
  if (secrets.length === 0) throw new ClientAuthenticationError('secret_missing', usedBasic, claimed);
  if (!secrets.some((secret) => isSecretOf(row, secret, ctx.now())))
    throw new ClientAuthenticationError('secret_wrong', usedBasic, claimed);
  return client;
}

/** Whose client sent a malformed secret, and what was wrong with that: for the owner's timeline, after the refusal. */
export async function explainMalformedSecret(
  ctx: Ctx,
  clientId: string,
): Promise<{ ownerId: string; reason: AuthenticationFailure } | null> {
  const resolved = await resolveClient(ctx, clientId);
  const { ownerId } = resolved.client ?? resolved;
  if (ownerId === null) return null;
  if (!resolved.client) return { ownerId, reason: `client_${resolved.refusal}` };
  return { ownerId, reason: resolved.client.isConfidential ? 'secret_malformed' : 'secret_from_public_client' };
}

/** The current secret, or the one before it while both are accepted after a rotation. */
export function isSecretOf(row: StoredSecrets, secret: string, now: Date): boolean {
  const hash = sha256(secret);
  const isCurrent = row.secretHash !== null && equalInConstantTime(row.secretHash, hash);
  const isOverlap = row.previousSecretExpiresAt !== null && row.previousSecretExpiresAt > now;
  const isPrevious = isOverlap && row.previousSecretHash !== null && equalInConstantTime(row.previousSecretHash, hash);
  return isCurrent || isPrevious;
}

function readCredentials(request: Request, form: Parameters): Presented {
  const header = request.headers.get('authorization');
  const bodyId = form.get('client_id') ?? '';
  const bodySecret = form.get('client_secret') ?? ''; // a blank one is what apps send for "no secret"
  if (form.has('client_assertion') || form.has('client_assertion_type')) throw new ClientAuthenticationError('method_unsupported', false);
  if (header === null) {
    if (bodyId === '') throw new ClientAuthenticationError('client_id_missing', false);
    return bodySecret === ''
      ? { clientId: bodyId, secrets: [], method: 'none' }
      : { clientId: bodyId, secrets: [bodySecret], method: 'client_secret_post' };
  }
  if (bodySecret !== '') throw new ClientAuthenticationError('two_methods', true);
  const basic = readBasic(header);
  if (bodyId !== '' && bodyId !== basic.clientId) throw new ClientAuthenticationError('client_ids_differ', true);
  return basic;
}

/** RFC 6749 §2.3.1 has both parts form-encoded; many clients send them plain, so the secret is tried both ways. */
function readBasic(header: string): Presented {
  const encoded = /^Basic +([A-Za-z0-9+/_=-]+) *$/i.exec(header)?.[1];
  if (encoded === undefined) throw new ClientAuthenticationError('basic_malformed', true);
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  if (colon < 1) throw new ClientAuthenticationError('basic_malformed', true);
  const secret = text.slice(colon + 1);
  const secrets = secret === '' ? [] : [...new Set([formDecoded(secret), secret])];
  return { clientId: formDecoded(text.slice(0, colon)), secrets, method: 'client_secret_basic' };
}

function formDecoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text; // plain, with a % of its own
  }
}

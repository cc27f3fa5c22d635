// How a platform and its user prove themselves: four headers. Each pair is right or wrong as a whole; which half was wrong is not said.
import { isSecretOf } from '@/lib/clients/authenticate';
import { equalInConstantTime, isWellFormedToken, sha256 } from '@/lib/core/crypto';
import type { Ctx } from '@/lib/db/context';
import { EmbedderError } from './errors';
import { findMintSubject, type MintSubject } from './queries/mints';
import { findPlatformCredentials, type PlatformCredentials } from './queries/platforms';
import type { PlatformRef } from './schema';

export type ProvenPlatform = PlatformRef & Readonly<{ name: string; scopes: readonly string[] }>;

const PLATFORM_ID = /^plt_[0-9A-Za-z]{22}$/;
const USER_ID = /^usr_[0-9A-Za-z]{22}$/;

type HeaderName = 'client-id' | 'client-secret' | 'user-id' | 'user-secret';

/** @throws EmbedderError 400 when it is missing or sent twice */
export function requiredHeader(request: Request, name: HeaderName): string {
  const value = request.headers.get(name) ?? '';
  if (value === '') throw new EmbedderError('invalid_request', `Send the header ${name}.`, { reason: `${name}_missing`, field: name });
  // Two headers of one name arrive joined by a comma, which none of these values contains.
  if (value.includes(','))
    throw new EmbedderError('invalid_request', `Send the header ${name} once.`, { reason: `${name}_repeated`, field: name });
  return value;
}

/**
 * The platform that sent the request.
 * @throws EmbedderError 400 (header missing), 401 (wrong pair), 403 (disabled: said only to who has the secret)
 */
export async function authenticatePlatform(ctx: Ctx, request: Request): Promise<ProvenPlatform> {
  const clientId = requiredHeader(request, 'client-id');
  const secret = requiredHeader(request, 'client-secret');
  // What cannot be a pair of ours is refused without a database read (contract §4).
  if (!PLATFORM_ID.test(clientId)) throw wrongClient('client_malformed');
  if (!isWellFormedToken('cc_cs', secret)) throw wrongClient('client_secret_malformed', { claimedPlatformId: clientId });
  const row = await findPlatformCredentials(ctx, clientId);
  if (!row?.ownerId) throw wrongClient('client_unknown');
  const platform = provenPlatform(row, row.ownerId);
  if (!isSecretOf(row, secret, ctx.now())) throw wrongClient('client_secret_wrong', { platform });
  if (row.disabledAt) {
    throw new EmbedderError('client_disabled', 'This platform is disabled. Its owner can enable it on the Platform page.', {
      reason: 'client_disabled',
      platform,
    });
  }
  return platform;
}

/** @throws EmbedderError 400 (header missing), 401 (wrong pair), 403 (disabled) */
export async function authenticateUser(ctx: Ctx, platform: ProvenPlatform, request: Request): Promise<MintSubject> {
  const userId = requiredHeader(request, 'user-id');
  const secret = requiredHeader(request, 'user-secret');
  if (!USER_ID.test(userId) || !isWellFormedToken('cc_us', secret)) throw wrongUser('user_malformed', platform);
  const user = await findMintSubject(ctx, platform.id, userId);
  if (!user) throw wrongUser('user_unknown', platform);
  if (!equalInConstantTime(user.secretHash, sha256(secret))) throw wrongUser('user_secret_wrong', platform);
  if (user.isDisabled) throw userDisabled(platform);
  return user;
}

export function userDisabled(platform: PlatformRef): EmbedderError {
  return new EmbedderError('user_disabled', 'This user is disabled. Enable it before you mint for it.', {
    reason: 'user_disabled',
    platform,
  });
}

function provenPlatform({ id, name, scopes }: PlatformCredentials, ownerId: string): ProvenPlatform {
  return { id, name, scopes, ownerId };
}

function wrongClient(reason: string, whose: Pick<EmbedderError['details'], 'platform' | 'claimedPlatformId'> = {}): EmbedderError {
  return new EmbedderError('invalid_client', 'The client-id and client-secret do not belong together.', { reason, ...whose });
}

function wrongUser(reason: string, platform: PlatformRef): EmbedderError {
  return new EmbedderError('invalid_user', 'The user-id and user-secret do not belong together on this platform.', { reason, platform });
}

// A minted JWT as a bearer: our signature and claims first, then its row and grant, so that it can be revoked before it expires.
import type { Ctx } from '@/lib/db/context';
import type { Principal } from '@/lib/grants/schema';
import { InvalidTokenError, verifyTokenRow } from '@/lib/oauth/verify';
import { type JwtRefusal, verifyJwt } from '@/lib/signing/jwt';
import { mintedTokenHash } from './mint';

const FAILURES: Readonly<Record<JwtRefusal, InvalidTokenError['reason']>> = {
  malformed: 'malformed',
  signature: 'unknown', // not made by us
  wrong_issuer: 'unknown',
  wrong_audience: 'wrong_audience',
  expired: 'expired',
};

/** @throws InvalidTokenError */
export async function verifyUserToken(ctx: Ctx, token: string, resource: string): Promise<Principal> {
  const { claims, refusal } = await verifyJwt(ctx, token, resource);
  if (!claims) throw new InvalidTokenError(FAILURES[refusal]);
  const principal = await verifyTokenRow(ctx, mintedTokenHash(claims.jti), resource);
  if (principal.userId !== claims.sub || principal.clientId !== claims.client_id) throw new InvalidTokenError('unknown');
  return principal;
}

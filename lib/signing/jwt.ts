// Signs and verifies JWT access tokens (RFC 9068 shape) with our own keys. Pure signature and claims: whether the token was revoked is
// for the caller to ask.
import { errors, importJWK, type JWTPayload, jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';
import type { Ctx } from '@/lib/db/context';
import { currentSigningKey, publishedKeys } from './keys';
import { SIGNING_ALGORITHM } from './schema';

const TYPE = 'at+jwt';
/** Ours have about 700 characters. */
const LONGEST_JWT = 4096;
const SHAPE = /^eyJ[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]{86}$/;

const AccessTokenClaims = z.object({
  iss: z.string(),
  aud: z.string(),
  sub: z.string(),
  scope: z.string(),
  client_id: z.string(),
  jti: z.string(),
  /** Seconds since 1970. */
  iat: z.int(),
  exp: z.int(),
});
export type AccessTokenClaims = Readonly<z.infer<typeof AccessTokenClaims>>;

export type JwtRefusal = 'malformed' | 'signature' | 'expired' | 'wrong_issuer' | 'wrong_audience';
export type JwtVerdict = { claims: AccessTokenClaims; refusal: null } | { claims: null; refusal: JwtRefusal };

/** Whether the text has the shape of a JWT of ours. Says nothing about its signature. */
export function looksLikeJwt(text: string): boolean {
  return text.length <= LONGEST_JWT && SHAPE.test(text);
}

export async function signJwt(ctx: Ctx, claims: AccessTokenClaims): Promise<string> {
  const { kid, privateKey } = await currentSigningKey(ctx);
  const key = await importJWK(privateKey, SIGNING_ALGORITHM);
  return new SignJWT({ ...claims } satisfies JWTPayload).setProtectedHeader({ alg: SIGNING_ALGORITHM, typ: TYPE, kid }).sign(key);
}

/**
 * Only ES256, only our keys, only our issuer (RFC 8725 §3.1, §3.8, RFC 9068 §4).
 * @param audience the one accepted, or several
 */
export async function verifyJwt(ctx: Ctx, token: string, audience: string | string[]): Promise<JwtVerdict> {
  if (!looksLikeJwt(token)) return refused('malformed');
  try {
    const { payload } = await jwtVerify(token, ({ kid }) => publicKeyOf(ctx, kid), {
      algorithms: [SIGNING_ALGORITHM],
      typ: TYPE,
      issuer: ctx.settings.appUrl,
      audience,
      currentDate: ctx.now(),
    });
    const claims = AccessTokenClaims.safeParse(payload);
    return claims.success ? { claims: claims.data, refusal: null } : refused('malformed');
  } catch (thrown) {
    return refused(refusalOf(thrown));
  }
}

async function publicKeyOf(ctx: Ctx, kid: string | undefined) {
  const key = (await publishedKeys(ctx)).find((published) => published.kid === kid);
  if (!key) throw new errors.JWKSNoMatchingKey();
  return importJWK(key.publicKey, SIGNING_ALGORITHM);
}

function refusalOf(thrown: unknown): JwtRefusal {
  if (thrown instanceof errors.JWTExpired) return 'expired';
  if (thrown instanceof errors.JWTClaimValidationFailed) {
    if (thrown.claim === 'iss') return 'wrong_issuer';
    return thrown.claim === 'aud' ? 'wrong_audience' : 'malformed';
  }
  if (thrown instanceof errors.JWSSignatureVerificationFailed || thrown instanceof errors.JWKSNoMatchingKey) return 'signature';
  if (thrown instanceof errors.JOSEError) return 'malformed';
  throw thrown; // the database is away, say
}

function refused(refusal: JwtRefusal): JwtVerdict {
  return { claims: null, refusal };
}

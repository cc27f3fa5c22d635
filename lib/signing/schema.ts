// The keys that sign JWTs (RFC 7515, 7517, 7519): ES256, made here, sealed at rest, published at /oauth/jwks. This folder owns key pairs,
// their rotation, and the making and checking of signatures; what a token means is its caller's business.
import { z } from 'zod';

export const SIGNING_ALGORITHM = 'ES256';
/** How long a key signs before the next one takes over. */
export const SIGNING_LIFE_SECONDS = 90 * 86_400;
/** The longest life of a token signed here: a key that no longer signs is published until its last token has expired. */
export const LONGEST_TOKEN_SECONDS = 3600;

/** A public EC key of ours as a JWK (RFC 7518 §6.2.1), the only members we store and publish. */
export const PublicKey = z.object({ kty: z.literal('EC'), crv: z.literal('P-256'), x: z.string(), y: z.string() });
export type PublicKey = z.infer<typeof PublicKey>;

export const PrivateKey = PublicKey.extend({ d: z.string() });
export type PrivateKey = z.infer<typeof PrivateKey>;

export type StoredKey = Readonly<{ kid: string; number: number; publicKey: PublicKey; createdAt: Date }>;

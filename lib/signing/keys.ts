// Which key signs, which are published, and how one follows another. Every instance reads the same rows, so all give the same answer.
import { calculateJwkThumbprint, exportJWK, generateKeyPair } from 'jose';
import { open, seal } from '@/lib/core/crypto';
import type { Ctx } from '@/lib/db/context';
import { insertKey, listKeys, listSealedKeys } from './queries/keys';
import { LONGEST_TOKEN_SECONDS, PrivateKey, PublicKey, SIGNING_ALGORITHM, SIGNING_LIFE_SECONDS, type StoredKey } from './schema';

export type SigningKey = Readonly<{ kid: string; privateKey: PrivateKey }>;

const sealedAs = (kid: string) => `signing-key:${kid}`;

/**
 * The key to sign with now: the newest that this instance can open and that is not due for rotation; without one, a new key is made.
 * While SECRET_KEY is being changed, instances with the old and the new one go on side by side: each signs with the newest it can open.
 */
export async function currentSigningKey(ctx: Ctx): Promise<SigningKey> {
  const keys = await listSealedKeys(ctx);
  for (const { kid, createdAt, privateKeySealed } of keys) {
    const isDue = secondsSince(ctx, createdAt) >= SIGNING_LIFE_SECONDS;
    const text = isDue ? null : open(ctx, sealedAs(kid), privateKeySealed);
    if (text !== null) return { kid, privateKey: PrivateKey.parse(JSON.parse(text)) };
  }
  const made = await makeKey(ctx, (keys[0]?.number ?? 0) + 1);
  return made ?? currentSigningKey(ctx); // another instance was first: its key signs
}

/** Puts a new key in force at once. The one before verifies until its last token has expired. */
export async function rotateSigningKey(ctx: Ctx): Promise<SigningKey> {
  const [newest] = await listKeys(ctx);
  return (await makeKey(ctx, (newest?.number ?? 0) + 1)) ?? currentSigningKey(ctx);
}

/** The keys whose signatures count: the newest, and each that may have signed a token that has not expired. Makes the first one. */
export async function publishedKeys(ctx: Ctx): Promise<readonly StoredKey[]> {
  const keys = await listKeys(ctx);
  if (keys.length === 0) {
    await currentSigningKey(ctx);
    return publishedKeys(ctx);
  }
  return keys.filter((_key, index) => {
    const successor = keys[index - 1];
    return successor === undefined || secondsSince(ctx, successor.createdAt) < RETIREMENT_SECONDS;
  });
}

/** A day more than the last token needs: time for every instance to get the new SECRET_KEY, and for clocks that differ. */
const RETIREMENT_SECONDS = LONGEST_TOKEN_SECONDS + 86_400;

async function makeKey(ctx: Ctx, number: number): Promise<SigningKey | null> {
  // The one thing that ctx.random cannot give: Web Crypto takes its own randomness.
  const pair = await generateKeyPair(SIGNING_ALGORITHM, { extractable: true });
  const jwk = await exportJWK(pair.privateKey);
  const privateKey = PrivateKey.parse(jwk);
  const publicKey = PublicKey.parse(jwk); // drops `d`
  const kid = await calculateJwkThumbprint(publicKey);
  const privateKeySealed = seal(ctx, sealedAs(kid), JSON.stringify(privateKey));
  const isStored = await insertKey(ctx, { kid, number, publicKey, privateKeySealed, createdAt: ctx.now() });
  if (isStored) ctx.log.info('signing.key_made', { kid, number });
  return isStored ? { kid, privateKey } : null;
}

function secondsSince({ now }: Ctx, time: Date): number {
  return (now().getTime() - time.getTime()) / 1000;
}

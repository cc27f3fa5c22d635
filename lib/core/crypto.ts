// Hashes, derived keys, random identifiers and checksummed tokens. Everything random comes from `ctx.random`.
import { createCipheriv, createDecipheriv, createHash, createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { crc32 } from 'node:zlib';
import type { Core } from './context';

/** The first one makes; all of them are honoured, so that SECRET_KEY can be changed. */
type Current<T> = readonly [T, ...T[]];

/** Keys derived from SECRET_KEY, one per purpose (RFC 5869), so that no key serves two. */
export type Keys = Readonly<{
  /** Encrypts the portal's session cookie. */
  session: Current<string>;
  /** Binds forms and flashes to a browser. */
  form: Current<Uint8Array>;
  /** Gives the set-up code. */
  setUp: Current<Uint8Array>;
  /** Seals what has to be read again. */
  seal: Current<Uint8Array>;
}>;

function derive(secretKey: string, purpose: string): Uint8Array {
  const master = Buffer.from(secretKey, 'base64url');
  return new Uint8Array(hkdfSync('sha256', master, new Uint8Array(), `client-center/${purpose}`, 32));
}

/** @param secretKey 32 bytes, base64url @param previousSecretKey the one before, while what was made with it is around */
export function deriveKeys(secretKey: string, previousSecretKey: string | null = null): Keys {
  const keysFor = (purpose: string): Current<Uint8Array> => [
    derive(secretKey, purpose),
    ...(previousSecretKey === null ? [] : [derive(previousSecretKey, purpose)]),
  ];
  const [session, ...earlier] = keysFor('session');
  return {
    session: [base64url(session), ...earlier.map(base64url)],
    form: keysFor('form'),
    setUp: keysFor('set-up'),
    seal: keysFor('seal'),
  };
}

function base64url(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64url');
}

const SEAL_VERSION = 'v1';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Encrypts a secret that has to be read again, such as a person's credentials at a broker (AES-256-GCM).
 * @param place what it belongs to, such as `broker-credentials/acc_…`: a sealed value moved to another row does not open
 */
export function seal({ keys, random }: Pick<Core, 'keys' | 'random'>, place: string, secret: string): string {
  const nonce = random(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', keys.seal[0], nonce).setAAD(Buffer.from(place));
  const sealed = Buffer.concat([nonce, cipher.update(secret, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return `${SEAL_VERSION}.${sealed.toString('base64url')}`;
}

/** The secret that was sealed for this place; null when no key opens it or it was tampered with. */
export function open({ keys }: Pick<Core, 'keys'>, place: string, sealed: string): string | null {
  const [version, body = ''] = sealed.split('.');
  const bytes = Buffer.from(body, 'base64url');
  if (version !== SEAL_VERSION || bytes.length < NONCE_BYTES + TAG_BYTES) return null;
  for (const key of keys.seal) {
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES });
    decipher.setAAD(Buffer.from(place)).setAuthTag(bytes.subarray(-TAG_BYTES));
    try {
      return Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]).toString('utf8');
    } catch {
      // Another key may open it.
    }
  }
  return null;
}

/** SHA-256, base64url without padding. Right for random secrets of 128 bits or more, never for passwords. */
export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}

/** HMAC-SHA-256, base64url without padding. */
export function hmac(key: Uint8Array, text: string): string {
  return createHmac('sha256', key).update(text).digest('base64url');
}

/** Compares in time that depends on the length only. */
export function equalInConstantTime(left: string, right: string): boolean {
  const a = Buffer.from(left);
  const b = Buffer.from(right);
  return a.length === b.length && timingSafeEqual(a, b);
}

const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

function base62(value: bigint, length: number): string {
  let rest = value;
  let text = '';
  while (text.length < length) {
    text = BASE62.charAt(Number(rest % 62n)) + text;
    rest /= 62n;
  }
  return text;
}

function randomBase62({ random }: Pick<Core, 'random'>, byteCount: number, length: number): string {
  return base62(BigInt(`0x${Buffer.from(random(byteCount)).toString('hex')}`), length);
}

/** An opaque identifier such as `grt_4fZ…`: 128 random bits behind a type prefix. Not a secret. */
export function newId(core: Pick<Core, 'random'>, prefix: string): string {
  return `${prefix}_${randomBase62(core, 16, 22)}`;
}

/** The kinds of secret we hand out (contract §4); the prefix makes a leaked one recognisable. */
export type TokenKind = 'cc_at' | 'cc_rt' | 'cc_cs' | 'cc_ac' | 'cc_ra' | 'cc_us' | 'cc_pk' | 'cc_pat' | 'cc_ut' | 'cc_pr';

const SECRET_LENGTH = 43; // 256 bits in base62
const CHECKSUM_LENGTH = 6; // 32 bits in base62

function checksum(kind: TokenKind, secret: string): string {
  return base62(BigInt(crc32(`${kind}_${secret}`)), CHECKSUM_LENGTH);
}

/** A new secret token: prefix, 256 random bits, and a checksum that lets a mistyped one be refused without a database read. */
export function newToken(core: Pick<Core, 'random'>, kind: TokenKind): string {
  const secret = randomBase62(core, 32, SECRET_LENGTH);
  return `${kind}_${secret}${checksum(kind, secret)}`;
}

/** Whether the text has the shape and checksum of a token of that kind. Says nothing about whether it was ever issued. */
export function isWellFormedToken(kind: TokenKind, text: string): boolean {
  const prefix = `${kind}_`;
  if (text.length !== prefix.length + SECRET_LENGTH + CHECKSUM_LENGTH || !text.startsWith(prefix)) return false;
  const secret = text.slice(prefix.length, -CHECKSUM_LENGTH);
  return /^[0-9A-Za-z]+$/.test(secret) && text.slice(-CHECKSUM_LENGTH) === checksum(kind, secret);
}

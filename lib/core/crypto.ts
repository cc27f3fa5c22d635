// Hashes, derived keys, random identifiers and checksummed tokens. Everything random comes from `ctx.random`.
import { createHash, createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { crc32 } from 'node:zlib';
import type { Core } from './context';

/** Keys derived from SECRET_KEY, one per purpose (RFC 5869), so that no key serves two. */
export type Keys = Readonly<{
  /** Signs the portal's session cookie. */
  session: string;
  /** Binds forms and flashes to a browser. */
  form: Uint8Array;
  /** Gives the set-up code. */
  setUp: Uint8Array;
}>;

/** @param secretKey 32 bytes, base64url */
export function deriveKeys(secretKey: string): Keys {
  const master = Buffer.from(secretKey, 'base64url');
  const derive = (purpose: string) => new Uint8Array(hkdfSync('sha256', master, new Uint8Array(), `client-center/${purpose}`, 32));
  return { session: Buffer.from(derive('session')).toString('base64url'), form: derive('form'), setUp: derive('set-up') };
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
export type TokenKind = 'cc_at' | 'cc_rt' | 'cc_cs' | 'cc_ac' | 'cc_pr';

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

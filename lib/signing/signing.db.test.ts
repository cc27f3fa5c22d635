import { createLocalJWKSet, decodeProtectedHeader, generateKeyPair, jwtVerify, SignJWT, UnsecuredJWT } from 'jose';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { deriveKeys } from '@/lib/core/crypto';
import { type TestCtx, testContext } from '@/lib/testing/context';
import { jwks } from './jwks';
import { type AccessTokenClaims, signJwt, verifyJwt } from './jwt';
import { currentSigningKey, publishedKeys, rotateSigningKey } from './keys';

const AUDIENCE = 'http://localhost:3000/mcp';
const secret = (fill: number) => Buffer.alloc(32, fill).toString('base64url');

let ctx: TestCtx;
beforeAll(async () => {
  ctx = await testContext();
});
beforeEach(async () => {
  await ctx.db.signingKey.deleteMany();
  ctx.clock.set('2030-01-02T15:00:00Z');
});

function claims(changes: Partial<AccessTokenClaims> = {}): AccessTokenClaims {
  const iat = Math.floor(ctx.now().getTime() / 1000);
  const { appUrl: iss } = ctx.settings;
  return { iss, aud: AUDIENCE, sub: 'usr_1', scope: 'read', client_id: 'plt_1', jti: 'j1', iat, exp: iat + 3600, ...changes };
}

async function published() {
  const answer = await jwks(ctx, new Request('http://localhost:3000/oauth/jwks'));
  return { answer, body: await answer.json() };
}

describe('a signed token', () => {
  it('verifies with the published keys alone, and its header names algorithm, type and key', async () => {
    const token = await signJwt(ctx, claims());
    const { body, answer } = await published();
    expect(decodeProtectedHeader(token)).toEqual({ alg: 'ES256', typ: 'at+jwt', kid: body.keys[0].kid });
    const { payload } = await jwtVerify(token, createLocalJWKSet(body), { currentDate: ctx.now(), audience: AUDIENCE });
    expect(payload).toEqual(claims());
    expect(answer.headers.get('content-type')).toBe('application/json');
  });

  it('is refused at the other audience, from another issuer, after its hour, and when altered', async () => {
    const token = await signJwt(ctx, claims());
    expect(await verifyJwt(ctx, token, AUDIENCE)).toMatchObject({ refusal: null, claims: { sub: 'usr_1' } });
    expect(await verifyJwt(ctx, token, 'http://localhost:3000/api/v1')).toMatchObject({ refusal: 'wrong_audience' });
    const elsewhere = await signJwt(ctx, claims({ iss: 'https://evil.example' }));
    expect(await verifyJwt(ctx, elsewhere, AUDIENCE)).toMatchObject({ refusal: 'wrong_issuer' });
    const [header, , signature] = token.split('.');
    const body = Buffer.from(JSON.stringify(claims({ sub: 'usr_2' }))).toString('base64url');
    expect(await verifyJwt(ctx, `${header}.${body}.${signature}`, AUDIENCE)).toMatchObject({ refusal: 'signature' });
    ctx.clock.advanceSeconds(3600);
    expect(await verifyJwt(ctx, token, AUDIENCE)).toMatchObject({ refusal: 'expired' });
  });

  it('is refused unsigned, with a symmetric algorithm keyed by our public key, with a foreign key, and as another type of JWT (RFC 8725)', async () => {
    const key = await currentSigningKey(ctx);
    const [own] = await publishedKeys(ctx);
    const unsigned = new UnsecuredJWT({ ...claims() }).encode();
    const confused = await new SignJWT({ ...claims() })
      .setProtectedHeader({ alg: 'HS256', typ: 'at+jwt', kid: key.kid })
      .sign(new TextEncoder().encode(JSON.stringify(own?.publicKey)));
    const stranger = await generateKeyPair('ES256');
    const header = { alg: 'ES256', typ: 'at+jwt', kid: 'theirs' };
    const foreign = await new SignJWT({ ...claims() }).setProtectedHeader(header).sign(stranger.privateKey);
    const forged = await new SignJWT({ ...claims() }).setProtectedHeader({ ...header, kid: key.kid }).sign(stranger.privateKey);
    for (const token of [unsigned, confused, `${unsigned}x`, '', 'eyJ..', 'x'.repeat(10_000), `eyJ${'A'.repeat(9000)}.a.b`]) {
      expect(await verifyJwt(ctx, token, AUDIENCE)).toMatchObject({ refusal: 'malformed' });
    }
    for (const token of [foreign, forged]) expect(await verifyJwt(ctx, token, AUDIENCE)).toMatchObject({ refusal: 'signature' });
    const pair = await crypto.subtle.importKey('jwk', key.privateKey, { name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign']);
    const idToken = await new SignJWT({ ...claims() }).setProtectedHeader({ alg: 'ES256', typ: 'JWT', kid: key.kid }).sign(pair);
    expect(await verifyJwt(ctx, idToken, AUDIENCE)).toMatchObject({ refusal: 'malformed' });
  });
});

describe('signing keys', () => {
  it('are the same on every instance, however many start at once', async () => {
    const keys = await Promise.all(Array.from({ length: 12 }, () => currentSigningKey({ ...ctx })));
    expect(new Set(keys.map(({ kid }) => kid)).size).toBe(1);
    expect(await publishedKeys(ctx)).toHaveLength(1);
  });

  it('never leave the private part in the clear: neither published nor readable in the database', async () => {
    const { privateKey } = await currentSigningKey(ctx);
    const { body } = await published();
    expect(Object.keys(body.keys[0]).sort()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x', 'y']);
    const rows = await ctx.db.$queryRaw<{ row: string }[]>`SELECT signing_keys::text AS row FROM signing_keys`;
    expect(rows[0]?.row).not.toContain(privateKey.d);
  });

  it('rotate: the new one signs, the old one verifies until its last token has expired, then it is gone', async () => {
    const before = await signJwt(ctx, claims());
    const old = await currentSigningKey(ctx);
    const next = await rotateSigningKey(ctx);
    expect(next.kid).not.toBe(old.kid);
    expect(decodeProtectedHeader(await signJwt(ctx, claims())).kid).toBe(next.kid);
    ctx.clock.advanceSeconds(3599);
    expect(await verifyJwt(ctx, before, AUDIENCE)).toMatchObject({ refusal: null });
    ctx.clock.advanceSeconds(86_400 + 2);
    expect((await publishedKeys(ctx)).map(({ kid }) => kid)).toEqual([next.kid]);
  });

  it('rotate by themselves after 90 days', async () => {
    const old = await currentSigningKey(ctx);
    ctx.clock.advanceSeconds(90 * 86_400 - 1);
    expect((await currentSigningKey(ctx)).kid).toBe(old.kid);
    ctx.clock.advanceSeconds(1);
    expect((await currentSigningKey(ctx)).kid).not.toBe(old.kid);
  });

  it('survive a change of SECRET_KEY with the old one as SECRET_KEY_PREVIOUS; without it a new key signs and old tokens still verify', async () => {
    const first = { ...ctx, keys: deriveKeys(secret(1)) };
    const token = await signJwt(first, claims());
    const old = await currentSigningKey(first);
    expect((await currentSigningKey({ ...ctx, keys: deriveKeys(secret(2), secret(1)) })).kid).toBe(old.kid);
    const lost = { ...ctx, keys: deriveKeys(secret(3)) };
    expect((await currentSigningKey(lost)).kid).not.toBe(old.kid);
    expect(await verifyJwt(lost, token, AUDIENCE)).toMatchObject({ refusal: null });
    expect((await currentSigningKey(first)).kid).toBe(old.kid); // an instance that still has the old key goes on with it
  });
});

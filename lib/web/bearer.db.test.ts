import { decodeJwt } from 'jose';
import { beforeAll, describe, expect, it } from 'vitest';
import { createAccessKey } from '@/lib/access-tokens/create';
import { revokeAccessKey } from '@/lib/access-tokens/revoke';
import type { AccessKeyKind } from '@/lib/access-tokens/schema';
import { newToken, sha256 } from '@/lib/core/crypto';
import { mintToken } from '@/lib/embedding/mint';
import { createPlatform } from '@/lib/embedding/platforms';
import { addPlatformUser } from '@/lib/embedding/users';
import { type Connection, seedConnection } from '@/lib/testing/connection';
import { startTestServer } from '@/lib/testing/server';
import { verifyBearer } from './bearer';
import { brokerFor } from './broker';

const { origin, ctx } = await startTestServer();
const [MCP, API] = [`${origin}/mcp`, `${origin}/api/v1`];

let connection: Connection;
let platform: { clientId: string; clientSecret: string };
let userId: string;

beforeAll(async () => {
  connection = await seedConnection(ctx);
  platform = await createPlatform(ctx, connection.userId, { name: 'Acme', scopes: ['account:read', 'market:read'] });
  const ref = { id: platform.clientId, ownerId: connection.userId };
  ({ userId } = await addPlatformUser(ctx, ref, { name: 'Ada' }, brokerFor(ctx).openAccounts));
});

const minted = async (resource: string) => {
  const ref = { id: platform.clientId, ownerId: connection.userId, scopes: ['account:read', 'market:read'] };
  return (await mintToken(ctx, { platform: ref, userId, scopeNames: ['read'], resource })).accessToken;
};

async function accessKey(kind: AccessKeyKind) {
  const input = { kind, name: 'Robot', scopes: ['account:read' as const], accountIds: [...connection.accountIds], lifeDays: 1 };
  return (await createAccessKey(ctx, connection.userId, input)).token;
}

const opaque = async (resource: string) => (await seedConnection(ctx, { userId: connection.userId, resource })).token;

async function atMcp(token: string) {
  const answer = await fetch(MCP, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', accept: 'application/json, text/event-stream' },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'list_accounts', arguments: {} } }),
  });
  return { status: answer.status, text: await answer.text(), challenge: answer.headers.get('www-authenticate') ?? '' };
}

async function atApi(token: string) {
  const answer = await fetch(`${API}/accounts`, { headers: { authorization: `Bearer ${token}` } });
  return { status: answer.status, text: await answer.text(), challenge: answer.headers.get('www-authenticate') ?? '' };
}

describe('every bearer works at its own resource and nowhere else (contract §5, RS-1)', () => {
  it.each([
    ['OAuth access token for MCP', () => opaque(MCP), 200, 401],
    ['OAuth access token for the REST API', () => opaque(API), 401, 200],
    ['minted JWT for MCP', () => minted(MCP), 200, 401],
    ['minted JWT for the REST API', () => minted(API), 401, 200],
    ['partner API key', () => accessKey('partner_key'), 200, 401],
    ['personal access token', () => accessKey('personal_token'), 401, 200],
  ])('%s', async (_name, make, mcpStatus, apiStatus) => {
    const token = await make();
    const [mcp, api] = [await atMcp(token), await atApi(token)];
    expect([mcp.status, api.status]).toEqual([mcpStatus, apiStatus]);
    const [opened, refused] = mcpStatus === 200 ? [mcp, api] : [api, mcp];
    expect(opened.text).toContain('acc_');
    expect(refused.challenge).toContain('error="invalid_token"');
    expect(refused.challenge).toContain('issued for another resource');
    expect(refused.text).not.toContain('acc_');
  });

  it.each([
    ['refresh token', () => newToken(ctx, 'cc_rt')],
    ['client secret', () => Promise.resolve(platform.clientSecret)],
    ['user secret', () => newToken(ctx, 'cc_us')],
    ['code', () => newToken(ctx, 'cc_ac')],
    ['key id', () => Promise.resolve(connection.clientId)],
    ['unsigned JWT', () => Promise.resolve(`eyJhbGciOiJub25lIn0.${Buffer.from('{"sub":"usr_1"}').toString('base64url')}.`)],
    ['text', () => Promise.resolve('x')],
  ])('a %s is no access token at either', async (_name, make) => {
    const token = await make();
    expect([(await atMcp(token)).status, (await atApi(token)).status]).toEqual([401, 401]);
  });
});

describe('an MCP address with a token (URL_TOKENS)', () => {
  const askUrl = async (base: string, token: string, headers: Record<string, string> = {}) => {
    const answer = await fetch(`${base}/mcp/u/${token}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json, text/event-stream', ...headers },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'list_accounts', arguments: {} } }),
    });
    return { status: answer.status, text: await answer.text() };
  };

  it('cannot be made while they are off, and no such address answers', async () => {
    await expect(accessKey('url_token')).rejects.toThrow('switched off');
    expect((await askUrl(origin, newToken(ctx, 'cc_ut'))).status).toBe(404);
    expect((await askUrl(origin, await accessKey('partner_key'))).status).toBe(404);
  });

  it('switched on, reads, counts in that address alone, and stops when revoked', async () => {
    const on = await startTestServer({ environment: { URL_TOKENS: 'on' } });
    const person = await seedConnection(on.ctx);
    const input = { name: 'Kiosk', scopes: ['account:read' as const], accountIds: [...person.accountIds], lifeDays: 1 };
    const { token, id } = await createAccessKey(on.ctx, person.userId, { ...input, kind: 'url_token' });
    expect(await askUrl(on.origin, token)).toMatchObject({ status: 200, text: expect.stringContaining('acc_') });
    const asBearer = { authorization: `Bearer ${token}` };
    expect((await fetch(`${on.origin}/mcp`, { method: 'POST', headers: asBearer })).status).toBe(401);
    expect((await fetch(`${on.origin}/api/v1/accounts`, { headers: asBearer })).status).toBe(401);
    expect((await askUrl(on.origin, token, asBearer)).status).toBe(400);
    const key = await createAccessKey(on.ctx, person.userId, { ...input, kind: 'partner_key' });
    expect((await askUrl(on.origin, key.token)).status).toBe(401);
    expect((await askUrl(on.origin, person.token)).status).toBe(401);
    await revokeAccessKey(on.ctx, person.userId, id);
    expect((await askUrl(on.origin, token)).status).toBe(401);
    expect(JSON.stringify(on.ctx.logged)).not.toContain(token);
  });
});

describe('POST /oauth/introspect (RFC 7662, IN-1)', () => {
  const basic = (id: string, secret: string) => ({ authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}` });
  const asPlatform = () => ({ 'client-id': platform.clientId, 'client-secret': platform.clientSecret });

  async function introspect(token: string | null, headers: Record<string, string>) {
    const body = new URLSearchParams(token === null ? {} : { token });
    const answer = await fetch(`${origin}/oauth/introspect`, { method: 'POST', body, headers });
    return { status: answer.status, body: await answer.json(), cache: answer.headers.get('cache-control') };
  }

  async function confidentialClient() {
    const own = await seedConnection(ctx, { userId: connection.userId });
    const secret = newToken(ctx, 'cc_cs');
    await ctx.db.client.update({ where: { id: own.clientId }, data: { isConfidential: true, secretHash: sha256(secret) } });
    return { ...own, headers: basic(own.clientId, secret) };
  }

  it('tells a confidential client about its own live token', async () => {
    const client = await confidentialClient();
    const now = Math.floor(ctx.now().getTime() / 1000);
    expect(await introspect(client.token, client.headers)).toEqual({
      status: 200,
      cache: 'no-store',
      body: {
        active: true,
        scope: 'account:read market:read research:read',
        client_id: client.clientId,
        sub: client.userId,
        aud: MCP,
        iss: origin,
        iat: now,
        exp: now + 3600,
        token_type: 'Bearer',
      },
    });
  });

  it('knows a refresh token until it is rotated', async () => {
    const client = await confidentialClient();
    const token = newToken(ctx, 'cc_rt');
    const row = {
      tokenHash: sha256(token),
      grantId: client.grantId,
      createdAt: ctx.now(),
      expiresAt: new Date(ctx.now().getTime() + 1000),
    };
    await ctx.db.refreshToken.create({ data: row });
    expect((await introspect(token, client.headers)).body).toMatchObject({ active: true, token_type: 'refresh_token' });
    await ctx.db.refreshToken.updateMany({ where: { tokenHash: row.tokenHash }, data: { rotatedAt: ctx.now() } });
    expect((await introspect(token, client.headers)).body).toEqual({ active: false });
  });

  it('tells a platform about the tokens it minted, at either resource', async () => {
    expect((await introspect(await minted(MCP), asPlatform())).body).toMatchObject({
      active: true,
      sub: userId,
      aud: MCP,
      scope: 'account:read market:read',
    });
    expect((await introspect(await minted(API), asPlatform())).body).toMatchObject({ active: true, aud: API });
  });

  it('says only {"active": false} about unknown, foreign, revoked and mistyped ones', async () => {
    const client = await confidentialClient();
    const dead = await opaque(MCP);
    await ctx.db.accessToken.updateMany({ where: { tokenHash: sha256(dead) }, data: { revokedAt: ctx.now() } });
    for (const token of [newToken(ctx, 'cc_at'), connection.token, dead, 'x', await minted(MCP), await accessKey('partner_key')]) {
      expect(await introspect(token, client.headers)).toMatchObject({ status: 200, body: { active: false } });
    }
    expect((await introspect(client.token, asPlatform())).body).toEqual({ active: false });
  });

  it('refuses who has not proved itself: nobody, a public client, a wrong secret', async () => {
    expect((await introspect('x', {})).status).toBe(401);
    const body = new URLSearchParams({ token: connection.token, client_id: connection.clientId });
    const answer = await fetch(`${origin}/oauth/introspect`, { method: 'POST', body });
    expect(answer.status).toBe(401);
    expect((await introspect('x', basic(connection.clientId, newToken(ctx, 'cc_cs')))).status).toBe(401);
    expect((await introspect('x', basic(platform.clientId, platform.clientSecret))).status).toBe(401);
    expect((await introspect('x', { ...asPlatform(), 'client-secret': newToken(ctx, 'cc_cs') })).status).toBe(401);
  });

  it('names the Basic scheme to a public client that used it, and its owner reads why it was refused', async () => {
    const answer = await fetch(`${origin}/oauth/introspect`, {
      method: 'POST',
      body: new URLSearchParams({ token: connection.token }),
      headers: basic(connection.clientId, ''),
    });
    expect([answer.status, answer.headers.get('www-authenticate')]).toEqual([401, 'Basic realm="Client authentication"']);
    const [event] = await ctx.db.auditEvent.findMany({ where: { clientId: connection.clientId }, orderBy: { sequence: 'desc' }, take: 1 });
    expect(event).toMatchObject({ name: 'token.refused', userId: connection.userId, detail: { reason: 'client_public' } });
  });

  it('wants a token, as a form, by POST', async () => {
    expect((await introspect(null, asPlatform())).status).toBe(400);
    const client = await confidentialClient();
    expect((await introspect(null, client.headers)).status).toBe(400);
    expect((await fetch(`${origin}/oauth/introspect`)).status).toBe(405);
    const asJson = { method: 'POST', body: '{}', headers: { ...asPlatform(), 'content-type': 'application/json' } };
    expect((await fetch(`${origin}/oauth/introspect`, asJson)).status).toBe(400);
  });
});

describe('POST /oauth/revoke with a minted token (RFC 7009)', () => {
  const asPlatform = () => ({ 'client-id': platform.clientId, 'client-secret': platform.clientSecret });
  const revoke = (token: string, headers: Record<string, string> = asPlatform()) =>
    fetch(`${origin}/oauth/revoke`, { method: 'POST', body: new URLSearchParams({ token }), headers });
  const isLive = (token: string) =>
    verifyBearer(ctx, token, MCP).then(
      () => true,
      () => false,
    );

  it('by its platform ends that one at once, others of the same user go on; once more is 200 as well', async () => {
    const [token, other] = [await minted(MCP), await minted(MCP)];
    expect([(await revoke(token)).status, await isLive(token), await isLive(other)]).toEqual([200, false, true]);
    expect((await revoke(token)).status).toBe(200);
    const mint = await ctx.db.userTokenMint.findUniqueOrThrow({ where: { id: String(decodeJwt(token).jti) }, select: { revokedAt: true } });
    expect(mint.revokedAt).not.toBeNull();
  });

  it('by another platform is 200 and changes nothing, as is anything unknown', async () => {
    const token = await minted(MCP);
    const other = await createPlatform(ctx, connection.userId, { name: 'Other', scopes: ['account:read'] });
    const headers = { 'client-id': other.clientId, 'client-secret': other.clientSecret };
    for (const unknown of [token, `${token.slice(0, -4)}AAAA`, 'x', newToken(ctx, 'cc_at'), connection.token]) {
      const answer = await revoke(unknown, headers);
      expect([answer.status, await answer.text()]).toEqual([200, '']);
    }
    expect([await isLive(token), await isLive(connection.token)]).toEqual([true, true]);
  });

  it('refuses who has not proved itself, and an empty form', async () => {
    const token = await minted(MCP);
    expect((await revoke(token, { ...asPlatform(), 'client-secret': newToken(ctx, 'cc_cs') })).status).toBe(401);
    expect((await revoke(token, {})).status).toBe(401);
    expect((await revoke('')).status).toBe(400);
    expect(await isLive(token)).toBe(true);
  });
});

describe('a platform’s client_id', () => {
  it('is an unknown client at /oauth/authorize and /oauth/token', async () => {
    const query = new URLSearchParams({ client_id: platform.clientId, redirect_uri: 'https://evil.example/', response_type: 'code' });
    const page = await fetch(`${origin}/oauth/authorize?${query}`, { redirect: 'manual' });
    expect(page.status).toBe(400);
    const form = { grant_type: 'refresh_token', refresh_token: 'x', client_id: platform.clientId, client_secret: platform.clientSecret };
    const answer = await fetch(`${origin}/oauth/token`, { method: 'POST', body: new URLSearchParams(form) });
    expect(answer.status).toBe(401);
  });
});

// What an access token is worth: audience (RS-1, T10), the live grant, the key's ceiling. /mcp itself is tested in lib/mcp.
import { describe, expect, it } from 'vitest';
import { newToken } from '@/lib/core/crypto';
import { InvalidTokenError, verifyAccessToken } from '@/lib/oauth/verify';
import { authorizeAndAllow, connected, exchange, refresh, seedKey, signedInBrowser, tokensOf } from '@/lib/testing/oauth';
import { startTestServer } from '@/lib/testing/server';

const server = await startTestServer();
const { origin, ctx } = server;
const person = await signedInBrowser(server, 'holder@example.com');
const MCP = `${origin}/mcp`;

const reason = (token: string, resource = MCP) =>
  verifyAccessToken(ctx, token, resource).then(
    () => 'live',
    (thrown: unknown) => (thrown instanceof InvalidTokenError ? thrown.reason : thrown),
  );

describe('a live token', () => {
  it('says who calls, for whom, and with which rights', async () => {
    const key = await seedKey(server, person.userId, { name: 'Claude' });
    const { accessToken } = await connected(server, person, key, { scope: 'account:read' });
    expect(await verifyAccessToken(ctx, accessToken, MCP)).toEqual({
      userId: person.userId,
      userEmail: 'holder@example.com',
      grantId: expect.stringMatching(/^grt_/),
      clientId: key.id,
      clientName: 'Claude',
      scopes: ['account:read'],
      accountIds: [person.accountId],
      isPaused: false,
      plan: null,
      hiddenFamilies: [],
      tokenExpiresAt: new Date(ctx.now().getTime() + 3_600_000),
    });
  });

  it('narrowing a key narrows live grants at the next request, and the next token says so', async () => {
    const key = await seedKey(server, person.userId);
    const tokens = await connected(server, person, key, { scope: 'account:read market:read orders:trade' });
    await ctx.db.client.update({ where: { id: key.id }, data: { scopes: ['market:read', 'alerts:write'] } });
    expect((await verifyAccessToken(ctx, tokens.accessToken, MCP)).scopes).toEqual(['market:read']);
    expect(tokensOf(await refresh(server, key, tokens.refreshToken)).scope).toBe('market:read');
  });

  it('narrowing or widening the grant counts for tokens that are out already', async () => {
    const key = await seedKey(server, person.userId);
    const { accessToken } = await connected(server, person, key, { scope: 'account:read market:read' });
    const { grantId } = await verifyAccessToken(ctx, accessToken, MCP);
    for (const scopes of [['market:read'], ['account:read', 'orders:trade']]) {
      await ctx.db.grant.update({ where: { id: grantId }, data: { scopes } });
      expect((await verifyAccessToken(ctx, accessToken, MCP)).scopes).toEqual(scopes);
    }
  });
});

describe('a token that gives no access', () => {
  it('TK-13 is older than an hour', async () => {
    const key = await seedKey(server, person.userId);
    const { accessToken } = await connected(server, person, key);
    const issued = ctx.now();
    ctx.clock.advanceSeconds(3599);
    expect(await reason(accessToken)).toBe('live');
    ctx.clock.advanceSeconds(1);
    expect(await reason(accessToken)).toBe('expired');
    ctx.clock.set(issued);
  });

  it('T10 RS-1 is for another resource', async () => {
    const key = await seedKey(server, person.userId);
    const { accessToken } = await connected(server, person, key, { resource: `${origin}/api/v1` });
    expect([await reason(accessToken), await reason(accessToken, `${origin}/api/v1`)]).toEqual(['wrong_audience', 'live']);
  });

  it('T10 RS-1 is no access token: refresh token, client secret, code, key id', async () => {
    const key = await seedKey(server, person.userId, { isConfidential: true });
    const authorized = await authorizeAndAllow(person.browser, key);
    const { refreshToken } = tokensOf(await exchange(server, key, authorized));
    for (const token of [refreshToken, key.secret ?? '', authorized.code, key.id, '', 'x'.repeat(10_000), '\0', '\u{1F600}']) {
      expect(await reason(token)).toBe('malformed');
    }
  });

  it('is mistyped: refused without a database read', async () => {
    const token = newToken(ctx, 'cc_at');
    expect(await reason(token)).toBe('unknown');
    const typo = `${token.slice(0, 20)}${token[20] === 'a' ? 'b' : 'a'}${token.slice(21)}`;
    const blind = { ...ctx, db: new Proxy(ctx.db, { get: () => expect.unreachable('the database was asked') }) };
    await expect(verifyAccessToken(blind, typo, MCP)).rejects.toMatchObject({ reason: 'malformed' });
  });

  it.each<[string, Record<string, Date | null>]>([
    ['disabled', { disabledAt: new Date(0) }],
    ['deleted', { deletedAt: new Date(0) }],
  ])('is of a key that was %s meanwhile', async (_name, data) => {
    const key = await seedKey(server, person.userId);
    const { accessToken } = await connected(server, person, key);
    expect(await reason(accessToken)).toBe('live');
    await ctx.db.client.update({ where: { id: key.id }, data });
    expect(await reason(accessToken)).toBe('revoked');
  });

  it('belongs to a grant that has ended by date; its token never outlives the grant', async () => {
    const key = await seedKey(server, person.userId);
    const authorized = await authorizeAndAllow(person.browser, key);
    await ctx.db.grant.updateMany({ where: { clientId: key.id }, data: { endsAt: new Date(ctx.now().getTime() + 600_000) } });
    const answer = await exchange(server, key, authorized);
    expect(answer.body.expires_in).toBe(600);
    const tokens = tokensOf(answer);
    ctx.clock.advanceSeconds(600);
    expect(await reason(tokens.accessToken)).toBe('expired');
    expect((await refresh(server, key, tokens.refreshToken)).body.error).toBe('invalid_grant');
  });
});

// /oauth/revoke and "Revoke access": rows RV-1 and RV-2, and the mistakes T14 and T15 where they concern revocation.
import { describe, expect, it } from 'vitest';
import { newToken } from '@/lib/core/crypto';
import { findGrant, listGrants } from '@/lib/grants/queries/grants';
import { revokeClient, revokeGrant } from '@/lib/grants/revoke';
import { InvalidTokenError, verifyAccessToken } from '@/lib/oauth/verify';
import { asClient, authorizeAndAllow, connected, exchange, type Key, post, refresh, seedKey, signedInBrowser } from '@/lib/testing/oauth';
import { startTestServer } from '@/lib/testing/server';

const server = await startTestServer();
const { origin, ctx } = server;
const person = await signedInBrowser(server);
const key = await seedKey(server, person.userId);
const confidential = await seedKey(server, person.userId, { isConfidential: true });

const connect = (of: Key = key) => connected(server, person, of, { prompt: 'consent' });
const revoke = (of: Key, token: string | null, changes = {}) => post(server, '/oauth/revoke', { token, ...asClient(of), ...changes });
const verdict = (token: string) =>
  verifyAccessToken(ctx, token, `${origin}/mcp`).then(
    () => 'live',
    (thrown: unknown) => (thrown instanceof InvalidTokenError ? thrown.reason : thrown),
  );

describe('RV-1 RFC 7009', () => {
  it('answers 200 to unknown, mistyped, dead and foreign-type tokens', async () => {
    const tokens = await connect();
    await revoke(key, tokens.refreshToken);
    for (const token of [newToken(ctx, 'cc_at'), newToken(ctx, 'cc_rt'), 'x', '\u{1F600}', newToken(ctx, 'cc_cs'), tokens.refreshToken]) {
      expect(await revoke(key, token)).toMatchObject({ status: 200, body: {} });
    }
  });

  it('the hint is only a hint', async () => {
    for (const token_type_hint of ['access_token', 'refresh_token', 'nonsense']) {
      const tokens = await connect();
      await revoke(key, tokens.refreshToken, { token_type_hint });
      expect(await verdict(tokens.accessToken)).toBe('revoked');
    }
  });

  it('without a token it is invalid_request', async () => {
    expect(await revoke(key, null)).toMatchObject({ status: 400, body: { error: 'invalid_request' } });
  });

  it('a confidential client authenticates; a public one says who it is', async () => {
    const tokens = await connect(confidential);
    for (const client_secret of [null, 'x', newToken(ctx, 'cc_cs')]) {
      expect(await revoke(confidential, tokens.refreshToken, { client_secret })).toMatchObject({
        status: 401,
        body: { error: 'invalid_client' },
      });
    }
    expect(await revoke(key, 'x', { client_id: null })).toMatchObject({ status: 401, body: { error: 'invalid_client' } });
    expect(await verdict(tokens.accessToken)).toBe('live');
    await revoke(confidential, tokens.refreshToken);
    expect(await verdict(tokens.accessToken)).toBe('revoked');
  });

  it('T14 a token of another client is left alone', async () => {
    const tokens = await connect();
    const other = await seedKey(server, person.userId);
    for (const token of [tokens.accessToken, tokens.refreshToken]) {
      expect((await revoke(other, token)).status).toBe(200);
      expect((await revoke(confidential, token)).status).toBe(200);
    }
    expect(await verdict(tokens.accessToken)).toBe('live');
    expect((await refresh(server, key, tokens.refreshToken)).status).toBe(200);
  });

  it('revoking an access token ends that one only', async () => {
    const tokens = await connect();
    await revoke(key, tokens.accessToken);
    expect(await verdict(tokens.accessToken)).toBe('revoked');
    expect((await refresh(server, key, tokens.refreshToken)).status).toBe(200);
  });

  it('answers other methods with 405 and preflights from anywhere', async () => {
    expect((await fetch(`${origin}/oauth/revoke`)).status).toBe(405);
    const preflight = await fetch(`${origin}/oauth/revoke`, { method: 'OPTIONS' });
    expect([preflight.status, preflight.headers.get('access-control-allow-origin')]).toEqual([204, '*']);
  });
});

describe('RV-2 revoking takes effect at the very next request', () => {
  it('a refresh token takes its access tokens with it, siblings and successors too', async () => {
    const tokens = await connect();
    const [next, sibling] = [await refresh(server, key, tokens.refreshToken), await refresh(server, key, tokens.refreshToken)];
    await revoke(key, tokens.refreshToken);
    for (const { body } of [next, sibling]) {
      expect(await verdict(String(body.access_token))).toBe('revoked');
      expect((await refresh(server, key, String(body.refresh_token))).body.error).toBe('invalid_grant');
    }
  });

  it('T15 one installation of two: the other still works', async () => {
    const [laptop, phone] = [await connect(), await connect()];
    await revoke(key, laptop.refreshToken);
    expect([await verdict(laptop.accessToken), await verdict(phone.accessToken)]).toEqual(['revoked', 'live']);
  });

  it('"Revoke access" ends every installation of that client for that person, codes that wait too, and nothing else', async () => {
    const own = await seedKey(server, person.userId);
    const someone = await signedInBrowser(server);
    const [mine, theirs, elsewhere] = [await connect(own), await connected(server, someone, own), await connect()];
    const waiting = await authorizeAndAllow(person.browser, own, { prompt: 'consent' });
    expect(await revokeClient(ctx, person.userId, own.id)).toBe(2);
    expect(await verdict(mine.accessToken)).toBe('revoked');
    expect((await exchange(server, own, waiting)).body.error).toBe('invalid_grant');
    expect([await verdict(theirs.accessToken), await verdict(elsewhere.accessToken)]).toEqual(['live', 'live']);
    expect(await listGrants(ctx, person.userId, '')).not.toContainEqual(expect.objectContaining({ clientId: own.id }));
    const events = await ctx.db.auditEvent.findMany({ where: { clientId: own.id, userId: person.userId, name: 'grant.revoked' } });
    expect(events.map(({ detail }) => detail)).toMatchObject([{ reason: 'revoked_by_user' }, { reason: 'revoked_by_user' }]);
  });

  it('ending a grant twice is one event', async () => {
    const own = await seedKey(server, person.userId);
    await connect(own);
    const [grant] = await listGrants(ctx, person.userId, '');
    const results = await Promise.all([1, 2, 3].map(() => revokeGrant(ctx, grant?.id ?? '', 'revoked_by_user')));
    expect(results.filter(Boolean)).toHaveLength(1);
    expect(await findGrant(ctx, person.userId, grant?.id ?? '')).toBeNull();
  });
});

describe('the list of connections', () => {
  it('shows a person their own, activated ones, and finds them by name in any case', async () => {
    const someone = await signedInBrowser(server);
    const [claude, cursor] = [
      await seedKey(server, person.userId, { name: 'Claude 100%' }),
      await seedKey(server, someone.userId, { name: 'Cursor' }),
    ];
    await connected(server, someone, claude, { scope: 'account:read' });
    await connected(server, someone, cursor);
    await authorizeAndAllow(someone.browser, cursor, { prompt: 'consent' }); // never exchanged
    expect((await listGrants(ctx, someone.userId)).map(({ clientName }) => clientName).sort()).toEqual(['Claude 100%', 'Cursor']);
    const [found, ...more] = await listGrants(ctx, someone.userId, ' CLAUDE 1');
    expect(more).toEqual([]);
    expect(found).toMatchObject({ isOwnKey: false, destination: 'app.example', scopes: ['account:read'], accountIds: [someone.accountId] });
    for (const search of ['%', '_', '\0', "'", '\\']) expect((await listGrants(ctx, someone.userId, search)).length).toBeLessThanOrEqual(2);
    expect(await findGrant(ctx, person.userId, found?.id ?? '')).toBeNull();
  });
});

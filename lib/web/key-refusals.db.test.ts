import { describe, expect, it, vi } from 'vitest';
import { refusalInWords } from '@/components/keys/refusal-words';
import { findKey } from '@/lib/clients/queries/keys';
import { newToken } from '@/lib/core/crypto';
import { LOOKUPS_FOR_THE_RECORD } from '@/lib/core/strangers';
import { databaseThat } from '@/lib/testing/database';
import { authorizeAndAllow, authorizeUrl, exchange, type Key, newChallenge, seedKey, signedInBrowser } from '@/lib/testing/oauth';
import { startTestServer } from '@/lib/testing/server';
import { serveDirect } from './endpoints';
import { refusalsOfKey } from './key-refusals';

const server = await startTestServer();
const { ctx } = server;
const owner = await signedInBrowser(server);
const visitor = await signedInBrowser(server);
const key = await seedKey(server, owner.userId);

const authorizeAddress = (of: Key, redirectUri: string) =>
  server.origin + authorizeUrl(of, newChallenge().challenge, { redirect_uri: redirectUri });

const shown = async (userId = owner.userId, keyId = key.id) => {
  const details = await findKey(ctx, owner.userId, keyId);
  if (!details) throw new Error('no key');
  return refusalsOfKey(ctx, userId, details);
};

describe('recent refusals of a key', () => {
  it('show its owner what was sent beside what is registered', async () => {
    await visitor.browser.get(authorizeUrl(key, newChallenge().challenge, { redirect_uri: `${key.redirectUri}/` }));
    const [latest] = await shown();
    expect(latest).toMatchObject({ reason: 'redirect_uri_mismatch', sent: `${key.redirectUri}/`, registered: key.redirectUri });
    expect(latest?.difference).toMatch(/slash/);
  });

  it('tell wrong verifier, malformed, expired and reused codes apart, whoever connected', async () => {
    const first = await authorizeAndAllow(visitor.browser, key, { prompt: 'consent' });
    await exchange(server, key, { ...first, verifier: newChallenge().verifier });
    await exchange(server, key, first, { code: 'nonsense' });
    await exchange(server, key, first);
    await exchange(server, key, first);
    const second = await authorizeAndAllow(visitor.browser, key, { prompt: 'consent' });
    ctx.clock.advanceSeconds(61);
    await exchange(server, key, second);
    expect((await shown()).slice(0, 4).map(({ reason }) => reason)).toEqual([
      'code_expired',
      'code_replayed',
      'code_malformed',
      'verifier_mismatch',
    ]);
  });

  it('hold every other failure of the token endpoint that names the key', async () => {
    const post = (form: Record<string, string>) =>
      fetch(`${server.origin}/oauth/token`, { method: 'POST', body: new URLSearchParams(form) });
    const client_id = key.id;
    const forms: Record<string, string>[] = [
      { client_id },
      { client_id, grant_type: 'password' },
      { client_id, grant_type: 'refresh_token' },
      { client_id, grant_type: 'refresh_token', refresh_token: 'cc_rt_cut' },
      { client_id, grant_type: 'refresh_token', refresh_token: newToken(ctx, 'cc_rt'), resource: 'https://elsewhere.example' },
      { client_id, grant_type: 'refresh_token', refresh_token: newToken(ctx, 'cc_rt') },
      { client_id, grant_type: 'authorization_code', client_secret: 'mistyped' },
    ];
    for (const form of forms) {
      expect((await post(form)).ok).toBe(false);
    }
    const reasons = (await shown()).slice(0, 7).map(({ reason }) => reason);
    expect(reasons).toEqual([
      'secret_from_public_client',
      'refresh_token_unknown',
      'resource_foreign',
      'refresh_token_malformed',
      'parameter_missing',
      'grant_type',
      'grant_type_missing',
    ]);
    for (const reason of reasons) expect(refusalInWords(reason).title).not.toBe(refusalInWords('').title);
  });

  it('hold a mistyped secret of a confidential key', async () => {
    const confidential = await seedKey(server, owner.userId, { isConfidential: true });
    const form = { client_id: confidential.id, client_secret: 'cc_cs_mistyped', grant_type: 'refresh_token' };
    const answer = await fetch(`${server.origin}/oauth/token`, { method: 'POST', body: new URLSearchParams(form) });
    expect([answer.status, (await answer.json()).error]).toEqual([401, 'invalid_client']);
    const [latest] = await shown(owner.userId, confidential.id);
    expect(latest?.reason).toBe('secret_malformed');
    expect(refusalInWords('secret_malformed').title).toBe('The client secret was mistyped');
  });

  it('cost a network that sends mistyped secrets one look-up a second at most, whatever client it names', async () => {
    ctx.clock.advanceSeconds(60);
    const findUnique = vi.fn(async () => null);
    const db = databaseThat((name) => (name === 'client' ? { findUnique } : expect.fail(`The database was asked: ${name}`)));
    const application = { ...server.application, ctx: { ...ctx, db } };
    const mistyped = (address: string, attempt: number) =>
      serveDirect(
        application,
        new Request(`${server.origin}/oauth/token`, {
          method: 'POST',
          body: new URLSearchParams({ client_id: `made_up_${attempt}`, client_secret: 'cc_cs_mistyped' }),
          headers: { 'x-client-center-address': address },
        }),
      );
    const flood = async (address: string) => {
      for (let attempt = 0; attempt < LOOKUPS_FOR_THE_RECORD.limit + 20; attempt += 1)
        expect((await mistyped(address, attempt)).status).toBe(401);
    };
    await flood('203.0.113.5');
    expect(findUnique).toHaveBeenCalledTimes(LOOKUPS_FOR_THE_RECORD.limit);
    await mistyped('203.0.113.6', 0);
    expect(findUnique).toHaveBeenCalledTimes(LOOKUPS_FOR_THE_RECORD.limit + 1);
    ctx.clock.advanceSeconds(60);
    await mistyped('203.0.113.5', 0);
    expect(findUnique).toHaveBeenCalledTimes(LOOKUPS_FOR_THE_RECORD.limit + 2);
  });

  it('a stranger cannot fill them: thirty an hour from one network, and others are still heard', async () => {
    const flooded = await seedKey(server, owner.userId);
    const from = (address: string) =>
      fetch(authorizeAddress(flooded, 'https://evil.example/cb'), { headers: { 'x-client-center-address': address }, redirect: 'manual' });
    for (let attempt = 0; attempt < 35; attempt += 1) expect((await from('203.0.113.5')).status).toBe(400);
    const count = () => ctx.db.auditEvent.count({ where: { clientId: flooded.id, name: 'authorization.refused' } });
    expect(await count()).toBe(30);
    await from('203.0.113.6');
    expect(await count()).toBe(31);
  });

  it('are nobody else’s', async () => {
    expect(await shown(visitor.userId)).toEqual([]);
  });
});

const gateway = await seedKey(server, owner.userId, { redirectUris: [`${server.origin}/auth/callback`] });

describe('the page of a redirect URI that is not the key’s', () => {
  const CLAUDE = 'https://claude.ai/api/mcp/auth_callback';
  const open = (browser: typeof owner.browser, of: Key, redirectUri: string) =>
    browser.get(authorizeUrl(of, newChallenge().challenge, { redirect_uri: redirectUri }));

  it('marks for the owner where the two addresses part, and leads to the redirect URIs of the key', async () => {
    const page = await open(owner.browser, key, key.redirectUri.replace('callback', 'calback'));
    expect(page.status).toBe(400);
    expect(page.root.querySelectorAll('mark').map(({ text }) => text)).toEqual(['b', 'l']);
    const link = page.root.querySelector(`a[href="/api-keys/${key.id}"]`);
    expect(link?.text).toBe('Edit the key’s redirect URIs');
    const longer = await open(owner.browser, key, `${key.redirectUri}/`);
    expect(longer.root.querySelectorAll('mark').map(({ text }) => text)).toEqual(['/']);
    expect(longer.text).toContain('(ends here)');
  });

  it('leads to the platform callbacks of a gateway key instead', async () => {
    const page = await open(owner.browser, gateway, `${CLAUDE}/`);
    expect(page.text).toContain('Closest listed');
    expect(page.root.querySelector(`a[href="/api-keys/${gateway.id}#platform-callbacks"]`)?.text).toBe('Add a platform callback');
  });

  it('shows nobody else what is registered', async () => {
    for (const of of [key, gateway]) {
      const page = await open(visitor.browser, of, 'https://app.example/calback');
      expect(page.status).toBe(400);
      expect(page.root.querySelectorAll('mark')).toEqual([]);
      expect(page.text).not.toContain(of.redirectUri);
      expect(page.text).not.toMatch(/Your key has|Closest listed|Edit the key|platform callback/);
    }
  });
});

import { describe, expect, it } from 'vitest';
import { findKey } from '@/lib/clients/queries/keys';
import { authorizeAndAllow, authorizeUrl, exchange, newChallenge, seedKey, signedInBrowser } from '@/lib/testing/oauth';
import { startTestServer } from '@/lib/testing/server';
import { refusalsOfKey } from './key-refusals';

const server = await startTestServer();
const { ctx } = server;
const owner = await signedInBrowser(server);
const visitor = await signedInBrowser(server);
const key = await seedKey(server, owner.userId);

const shown = async (userId = owner.userId) => {
  const details = await findKey(ctx, owner.userId, key.id);
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

  it('are nobody else’s', async () => {
    expect(await shown(visitor.userId)).toEqual([]);
  });
});

// The end date of a consent, and asking for permission again (contract §3, §4).
import { describe, expect, it } from 'vitest';
import { askAgain } from '@/lib/grants/ask-again';
import { listGrants } from '@/lib/grants/queries/grants';
import { InvalidTokenError, verifyAccessToken } from '@/lib/oauth/verify';
import { authorizeAndAllow, authorizeUrl, exchange, newChallenge, refresh, seedKey, signedInBrowser, tokensOf } from '@/lib/testing/oauth';
import { startTestServer } from '@/lib/testing/server';

const server = await startTestServer({ now: '2030-01-02T15:00:00.000Z' });
const { ctx, origin } = server;
const person = await signedInBrowser(server);

describe('"Ends on"', () => {
  it('ends access, refresh and memory at the end of that day, and shows until then', async () => {
    const key = await seedKey(server, person.userId);
    const tokens = tokensOf(await exchange(server, key, await authorizeAndAllow(person.browser, key, {}, { endsOn: '2030-01-02' })));
    expect((await listGrants(ctx, person.userId))[0]?.endsAt).toEqual(new Date('2030-01-03T00:00:00.000Z'));
    ctx.clock.set('2030-01-02T23:59:00.000Z');
    const fresh = tokensOf(await refresh(server, key, tokens.refreshToken));
    expect((await verifyAccessToken(ctx, fresh.accessToken, `${origin}/mcp`)).userId).toBe(person.userId);
    expect((await person.browser.get(authorizeUrl(key, newChallenge().challenge))).location).not.toBeNull(); // remembered
    ctx.clock.set('2030-01-03T00:00:00.000Z');
    await expect(verifyAccessToken(ctx, fresh.accessToken, `${origin}/mcp`)).rejects.toBeInstanceOf(InvalidTokenError);
    expect((await refresh(server, key, fresh.refreshToken)).body.error).toBe('invalid_grant');
    expect((await person.browser.get(authorizeUrl(key, newChallenge().challenge))).location).toBeNull();
  });

  it.each(['2029-12-31', '2030-02-30', 'tomorrow', '9999-01-01'])('%s is refused at its field, and nothing is allowed', async (endsOn) => {
    const key = await seedKey(server, person.userId);
    const page = await person.browser.get(authorizeUrl(key, newChallenge().challenge));
    const again = await person.browser.press(page, 'Allow', { endsOn });
    expect([again.status, again.location]).toEqual([422, null]);
    expect(again.root.querySelector('#endsOn')?.getAttribute('aria-invalid')).toBe('true');
  });
});

describe('"Ask for permission again"', () => {
  it('makes the next authorization show the page, and ends nothing', async () => {
    const key = await seedKey(server, person.userId);
    const tokens = tokensOf(await exchange(server, key, await authorizeAndAllow(person.browser, key)));
    const grant = (await listGrants(ctx, person.userId)).find(({ clientId }) => clientId === key.id);
    const open = () => person.browser.get(authorizeUrl(key, newChallenge().challenge));
    expect((await open()).location).not.toBeNull();
    await askAgain(ctx, person.userId, grant?.id ?? '');
    expect((await open()).text).toContain('Assistant');
    expect((await open()).location).toBeNull();
    expect((await verifyAccessToken(ctx, tokens.accessToken, `${origin}/mcp`)).clientId).toBe(key.id);
  });

  it('is refused for somebody else’s connection', async () => {
    const stranger = await signedInBrowser(server);
    const [grant] = await listGrants(ctx, person.userId);
    await expect(askAgain(ctx, stranger.userId, grant?.id ?? '')).rejects.toThrow(/no such connection/);
  });
});

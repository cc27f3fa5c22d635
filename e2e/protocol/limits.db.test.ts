// Limits, rules and pauses hold however a client connects again (contract §3, §4).
import { expect, it } from 'vitest';
import { askAgain } from '@/lib/grants/ask-again';
import { NewLimits } from '@/lib/grants/limits-schema';
import { pauseGrant } from '@/lib/grants/pause';
import { listGrants } from '@/lib/grants/queries/grants';
import { DEFAULT_TRADE_RULES } from '@/lib/grants/trade-rules';
import { updateLimits } from '@/lib/grants/update-limits';
import { authorizeAndAllow, authorizeUrl, connected, exchange, newChallenge, seedKey, signedInBrowser } from '@/lib/testing/oauth';
import { startTestServer } from '@/lib/testing/server';

const server = await startTestServer({ now: '2030-01-02T15:00:00.000Z' });
const { ctx } = server;

const TYPED = { maxOrderValue: '300', maxDailyValue: '900', maxOrdersPerDay: '3', approvalAbove: '100' };
const LIMITS = { maxOrderValue: '300', maxDailyValue: '900', maxOrdersPerDay: 3, approvalAbove: '100' };
const RULES = { ...DEFAULT_TRADE_RULES, sides: ['sell' as const], symbolsAllow: ['AAPL'] };

/** A person whose key was allowed to trade within limits, and then got rules in place. */
async function limitedConnection() {
  const person = await signedInBrowser(server);
  const { id: sessionId } = await ctx.db.signInSession.findFirstOrThrow({ where: { userId: person.userId } });
  const redirectUris = ['https://app.example/callback', 'https://app.example/other'];
  const key = await seedKey(server, person.userId, { redirectUris });
  await connected(server, person, key, { scope: 'trade' }, TYPED);
  const newest = async () => (await ctx.db.grant.findFirstOrThrow({ where: { userId: person.userId }, orderBy: { createdAt: 'desc' } })).id;
  const grantId = await newest();
  const wanted = NewLimits.parse({ ...LIMITS, endsOn: null, rules: RULES });
  const view = async () => (await listGrants(ctx, person.userId)).find(({ id }) => id !== grantId);
  return { person, key, grantId, view, limit: () => updateLimits(ctx, { id: person.userId, sessionId }, grantId, wanted) };
}

it('a network begins 300 authorizations in ten minutes; beyond them the client is told, and nothing more is kept', async () => {
  const key = await seedKey(server, (await signedInBrowser(server)).userId);
  const begin = async () => {
    const answer = await fetch(server.origin + authorizeUrl(key, newChallenge().challenge), { redirect: 'manual' });
    return new URL(answer.headers.get('location') ?? '', server.origin).searchParams.get('error');
  };
  expect(await begin()).toBeNull();
  await ctx.db.rateCounter.updateMany({ data: { count: 299 } }); // as if it had begun so many
  const errors = await Promise.all([begin(), begin(), begin()]);
  expect(errors.filter((error) => error === 'temporarily_unavailable')).toHaveLength(2);
  expect(await ctx.db.authorizationRequest.count({ where: { clientId: key.id } })).toBe(2);
  ctx.clock.advanceSeconds(600);
  expect(await begin()).toBeNull();
});

it('limits typed on the consent page land with the default rules', async () => {
  const { person } = await limitedConnection();
  expect((await listGrants(ctx, person.userId))[0]).toMatchObject({ limits: LIMITS, rules: DEFAULT_TRADE_RULES });
});

it('answered from memory, a new connection has the limits and rules set in place', async () => {
  const { person, key, limit, view } = await limitedConnection();
  await limit();
  await exchange(server, key, await authorizeAndAllow(person.browser, key, { scope: 'trade' }));
  expect(await view()).toMatchObject({ limits: LIMITS, rules: RULES });
});

it('at another address of its own, asked anew, it has the rules all the same', async () => {
  const { person, key, limit, view } = await limitedConnection();
  await limit();
  await connected(server, person, key, { scope: 'trade', redirect_uri: 'https://app.example/other' });
  expect((await view())?.rules).toEqual(RULES);
});

it('asking for less in between forgets no limit', async () => {
  const { person, key, limit } = await limitedConnection();
  await limit();
  await connected(server, person, key, { scope: 'read', prompt: 'consent' }, { scope: ['account:read', 'market:read'] });
  const repeated = await authorizeAndAllow(person.browser, key, { scope: 'trade' });
  await exchange(server, key, repeated);
  const grants = await listGrants(ctx, person.userId);
  expect(grants).toHaveLength(3);
  for (const grant of grants) expect(grant).toMatchObject({ limits: LIMITS, rules: RULES });
});

it('"Ask for permission again" suggests the limits that were set', async () => {
  const { person, key, grantId, limit, view } = await limitedConnection();
  await limit();
  await askAgain(ctx, person.userId, grantId);
  const page = await person.browser.get(authorizeUrl(key, newChallenge().challenge, { scope: 'trade' }));
  expect(page.root.querySelector('#maxOrderValue')?.getAttribute('value')).toBe('300');
  await connected(server, person, key, { scope: 'trade' });
  expect(await view()).toMatchObject({ limits: LIMITS, rules: RULES });
});

it('while one is paused, nothing is answered from memory: the person decides', async () => {
  const { person, key, grantId } = await limitedConnection();
  const open = () => person.browser.get(authorizeUrl(key, newChallenge().challenge, { scope: 'trade' }));
  expect((await open()).location).not.toBeNull();
  await pauseGrant(ctx, person.userId, grantId);
  expect((await open()).location).toBeNull();
});

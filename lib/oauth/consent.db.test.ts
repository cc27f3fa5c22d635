// Twenty answers to one request at the same instant. Called below HTTP, so that all have read the open request before the first one writes.
import { expect, it } from 'vitest';
import { sha256 } from '@/lib/core/crypto';
import { NO_LIMITS } from '@/lib/grants/schema';
import { authorizeUrl, newChallenge, seedKey, signedInBrowser } from '@/lib/testing/oauth';
import { startTestServer } from '@/lib/testing/server';
import { allow, type ConsentOutcome, deny } from './consent';
import { type Decision, recordDecision } from './queries/decisions';
import { claimRequest } from './queries/requests';

const server = await startTestServer();
const { ctx } = server;

const isAnswer = (outcome: ConsentOutcome) => outcome.kind === 'redirect';

it.each<[string, (index: number) => 'allow' | 'deny']>([
  ['Allows', () => 'allow'],
  ['Denies', () => 'deny'],
  ['Allows and Denies', (index) => (index % 2 === 0 ? 'allow' : 'deny')],
])('of twenty %s exactly one counts, and at most one grant and code exist', async (_name, pressed) => {
  const person = await signedInBrowser(server);
  const key = await seedKey(server, person.userId);
  const page = await person.browser.get(authorizeUrl(key, newChallenge().challenge));
  const requestId = new URL(page.url).searchParams.get('request') ?? '';
  const browserHash = sha256(person.browser.cookies.get('cc_browser') ?? '');
  const user = { id: person.userId, email: person.email };
  const choice = { scopes: ['account:read'], accountIds: [person.accountId], limits: NO_LIMITS, endsAt: null };
  const outcomes = await Promise.all(
    Array.from({ length: 20 }, (_, index) =>
      pressed(index) === 'allow' ? allow(ctx, requestId, browserHash, user, choice) : deny(ctx, requestId, browserHash, user),
    ),
  );
  const [answer, ...more] = outcomes.filter(isAnswer);
  expect(more).toEqual([]);
  expect(outcomes.filter((outcome) => !isAnswer(outcome))).toEqual(
    Array(19).fill({ kind: 'refused', refusal: { kind: 'request_answered' } }),
  );
  const expected = answer?.kind === 'redirect' && answer.location.includes('code=') ? 1 : 0;
  expect(await ctx.db.grant.count({ where: { clientId: key.id } })).toBe(expected);
  expect(await ctx.db.authorizationCode.count({ where: { clientId: key.id } })).toBe(expected);
  expect(await ctx.db.consent.count({ where: { clientId: key.id } })).toBe(expected);
});

it('T3 the statements behind Allow and Deny count in the browser that began only, whatever was checked before them', async () => {
  const person = await signedInBrowser(server);
  const key = await seedKey(server, person.userId);
  const page = await person.browser.get(authorizeUrl(key, newChallenge().challenge));
  const requestId = new URL(page.url).searchParams.get('request') ?? '';
  const decision: Decision = {
    requestId,
    browserHash: sha256('another browser'),
    userId: person.userId,
    grantId: 'grt_other_browser',
    scopes: ['account:read'],
    scopeNames: ['account:read'],
    accountIds: [],
    limits: NO_LIMITS,
    endsAt: null,
    codeHash: sha256('code'),
    isForwarded: false,
    codeExpiresAt: new Date(ctx.now().getTime() + 60_000),
    rememberedUri: key.redirectUri,
    memory: { kind: 'remember', scopes: ['account:read'] },
  };
  expect(await claimRequest(ctx, requestId, decision.browserHash)).toBe(false);
  expect(await recordDecision(ctx, decision)).toBe(false);
  expect(await ctx.db.grant.count({ where: { clientId: key.id } })).toBe(0);
  const browserHash = sha256(person.browser.cookies.get('cc_browser') ?? '');
  expect(await recordDecision(ctx, { ...decision, browserHash })).toBe(true);
});

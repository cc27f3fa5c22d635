// What the person decides in the portal shows at once in what is deployed, however far off its next bar is.
import { beforeEach, describe, expect, it } from 'vitest';
import { PATCH as accountRoute } from '@/app/api/accounts/[accountId]/route';
import { POST as pauseRoute, DELETE as resumeRoute } from '@/app/api/ai-clients/[grantId]/pause/route';
import { PATCH as narrowRoute, DELETE as revokeRoute } from '@/app/api/ai-clients/[grantId]/route';
import { DELETE as revokeClientRoute } from '@/app/api/ai-clients/route';
import { DELETE as resumeEveryoneRoute, POST as stopEveryoneRoute } from '@/app/api/trading/everyone/route';
import { DELETE as allowRoute, POST as stopRoute } from '@/app/api/trading/stop/route';
import { updateTradingEnabled } from '@/lib/brokerage/queries/accounts';
import { SCOPE_IDS } from '@/lib/grants/scopes';
import { proposeStrategy } from '@/lib/strategies/deploy';
import { runDueDeployment } from '@/lib/strategies/run-deployment';
import { deploymentsOf } from '@/lib/strategies/views';
import { writeFile } from '@/lib/strategies/write-file';
import { serveWith } from '@/lib/testing/application';
import type { Browser } from '@/lib/testing/browser';
import { type Connection, seedConnection } from '@/lib/testing/connection';
import { signedInBrowser } from '@/lib/testing/oauth';
import { startTestServer } from '@/lib/testing/server';
import { cookieHeader } from '@/lib/testing/sign-up';
import { confirmTrade } from '@/lib/trading/confirm';
import type { PortalRoute } from './portal';
import { tradingContext } from './trading';

const OPERATOR = 'operator@example.com';
const server = await startTestServer({ environment: { OPERATOR_EMAILS: OPERATOR } });
const { origin, ctx, application } = server;
serveWith(application);
const trading = tradingContext(ctx);

let browser: Browser;
let connection: Connection;
let accountId: string;

async function call(route: PortalRoute, method: string, input?: unknown) {
  const headers = { origin, 'sec-fetch-site': 'same-origin', 'content-type': 'application/json', cookie: cookieHeader(browser) };
  const body = input === undefined ? undefined : JSON.stringify(input);
  const params = Promise.resolve({ grantId: connection.grantId, accountId });
  const answer = await route(new Request(`${origin}/api/test`, { method, headers, body }), { params });
  expect(answer.status, await answer.text()).toBeLessThan(300);
}

beforeEach(async () => {
  await ctx.db.deployment.deleteMany({});
  await ctx.db.user.deleteMany({ where: { email: OPERATOR } });
  const person = await signedInBrowser(server);
  browser = person.browser;
  await ctx.db.user.update({ where: { id: person.userId }, data: { email: OPERATOR } });
  await ctx.db.account.deleteMany({ where: { userId: person.userId } });
  connection = await seedConnection(ctx, { userId: person.userId, scopes: SCOPE_IDS });
  accountId = connection.accountIds[0] ?? '';
  await updateTradingEnabled(ctx, person.userId, accountId, true);
  const content = 'symbol AAPL\ninterval 1h\nwhen close > 0: buy 5 shares\n';
  await writeFile(ctx, person.userId, { path: 'one.strategy', content, clientId: connection.clientId, ifMatch: null });
  const { confirmation } = await proposeStrategy(trading, connection, { path: 'one.strategy', accountId, parameters: {} });
  await confirmTrade(trading, connection, confirmation.id);
  expect(await stateNow()).toBe('running');
});

/** After what is due was looked at; no time passes. */
async function stateNow() {
  while ((await runDueDeployment(trading)) !== null);
  return (await deploymentsOf(ctx, connection.userId, null))[0]?.state;
}

const stop = () => call(stopRoute, 'POST', { cancelOpening: false, cancelExits: false });

describe('a deployed strategy', () => {
  it.each([
    ['"Pause" and "Resume" of its connection', () => call(pauseRoute, 'POST'), () => call(resumeRoute, 'DELETE')],
    ['"Stop all AI trading" and allowing it again', stop, () => call(allowRoute, 'DELETE')],
    [
      "the operator's stop for everyone",
      () => call(stopEveryoneRoute, 'POST', { reason: 'Drill' }),
      () => call(resumeEveryoneRoute, 'DELETE'),
    ],
  ])('is paused and goes on at once: %s', async (_name, hold, release) => {
    await hold();
    expect(await stateNow()).toBe('paused');
    await release();
    expect(await stateNow()).toBe('running');
  });

  it.each([
    ['this connection is ended', () => call(revokeRoute, 'DELETE')],
    ['access of the client is revoked', () => call(revokeClientRoute, 'DELETE', { clientId: connection.clientId })],
    ['its permission is taken away', () => call(narrowRoute, 'PATCH', { scopes: ['account:read'], accountIds: [accountId] })],
    ['trading in the account is switched off', () => call(accountRoute, 'PATCH', { tradingEnabled: false })],
  ])('ends at once when %s', async (_name, take) => {
    await take();
    expect(await stateNow()).toBe('stopped');
  });
});

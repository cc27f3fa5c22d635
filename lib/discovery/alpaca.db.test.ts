// Somebody whose account is at another broker: the same figures, through the port alone.
import { afterAll, expect, it } from 'vitest';
import { createAlpacaBroker } from '@/lib/brokerage/alpaca/broker';
import { paperBroker } from '@/lib/brokerage/paper/broker';
import { updateTradingEnabled } from '@/lib/brokerage/queries/accounts';
import { connectAlpaca } from '@/lib/testing/alpaca/people';
import { startAlpacaServer } from '@/lib/testing/alpaca/server';
import type { FakeAccount } from '@/lib/testing/alpaca/wire';
import { seedConnection } from '@/lib/testing/connection';
import { testContext } from '@/lib/testing/context';
import { listEvents } from './events';
import { findSharing } from './queries/sharings';
import { findOwnFigures } from './queries/traders';
import { refreshFigures } from './refresh';
import { share } from './sharing';

const base = await testContext({ now: '2030-01-02T15:00:00Z' });
const accounts = new Map<string, FakeAccount>();
const server = await startAlpacaServer(base, accounts);
afterAll(() => server.close());
const settings = { ...base.settings, broker: 'alpaca' as const, alpacaTradingUrl: server.url, alpacaDataUrl: server.url };
const ctx = { ...base, settings, broker: createAlpacaBroker(5_000) };

it('is made of its history, fills and positions', async () => {
  const there = await seedConnection(base); // whose paper books stand behind the server
  const here = await seedConnection(base, { withoutAccounts: true });
  const credentials = { keyId: 'PKDISCOVERYAAAA', secretKey: 'secret-key-of-the-test' };
  accounts.set(credentials.keyId, { userId: there.userId, accountId: there.accountIds[0]!, secretKey: credentials.secretKey });
  const accountId = await connectAlpaca(ctx, here.userId, credentials);
  await updateTradingEnabled(base, there.userId, there.accountIds[0]!, true);
  await share(ctx, here.userId, { handle: 'elsewhere', accountIds: [accountId] });
  base.clock.advanceSeconds(3_600);
  const order = { accountId: there.accountIds[0]!, symbol: 'KO', side: 'buy', quantity: '3', notional: null, type: 'market' } as const;
  const rest = {
    timeInForce: 'day',
    limitPrice: null,
    stopPrice: null,
    trailPercent: null,
    extendedHours: false,
    takeProfit: null,
  } as const;
  await paperBroker.placeOrder(base, there.userId, { ...order, ...rest, stopLoss: null, clientOrderId: 'one' });
  base.clock.advanceSeconds(3_600);
  await refreshFigures(ctx, { userId: here.userId, version: (await findSharing(base, here.userId))!.version });

  const figures = await findOwnFigures(base, here.userId);
  expect(figures.map(({ period }) => period)).toEqual(['1w', '1m', '3m', '1y', 'all']);
  for (const { figures: row } of figures) {
    expect(row.winRate).toBeNull();
    expect(Number(row.exposure)).toBeGreaterThan(30);
  }
  const question = { symbol: null, traderId: null, from: undefined, after: null, limit: 50 };
  expect(await listEvents(ctx, question)).toMatchObject([{ type: 'fill', handle: 'elsewhere', symbol: 'KO', side: 'buy' }]);
});

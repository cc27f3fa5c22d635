// Many sales of one account at once: each claim makes the looks of the others outdated, so they go one after the other.
import { afterEach, expect, it, vi } from 'vitest';
import { paperBroker } from '@/lib/brokerage/paper/broker';
import { asToolError, describeError } from '@/lib/mcp/errors';
import { testContext } from '@/lib/testing/context';
import { proposed, seedTrader, type Trader } from '@/lib/testing/trades';
import { confirmTrade } from './confirm';
import type { TradingCtx } from './context';

const ctx = { ...(await testContext()), broker: paperBroker };
afterEach(() => vi.restoreAllMocks());

const SALES = 20;
/** None of it is in a new paper account. */
const SYMBOL = 'KO';

/** Holds as many shares as are sold one by one. */
async function holder(): Promise<{ trader: Trader; sales: string[] }> {
  const trader = await seedTrader(ctx);
  expect((await confirmTrade(ctx, trader, (await proposed(ctx, trader, { symbol: SYMBOL, quantity: String(SALES) })).id)).status).toBe(
    'filled',
  );
  const sales: string[] = [];
  while (sales.length < SALES) sales.push((await proposed(ctx, trader, { symbol: SYMBOL, side: 'sell', quantity: '1' })).id);
  return { trader, sales };
}

it('each is sold in its turn, and not one share twice', { timeout: 60_000 }, async () => {
  const { trader, sales } = await holder();
  vi.spyOn(performance, 'now').mockReturnValue(0); // however slow the machine is, nobody runs out of patience
  const results = await Promise.all(sales.map((id) => confirmTrade(ctx, trader, id)));
  expect(results.map(({ status }) => status)).toEqual(sales.map(() => 'filled'));
  const { orders } = await paperBroker.listOrders(ctx, trader.userId, { status: 'filled' }, { limit: 200 });
  expect(orders.filter(({ side, symbol }) => side === 'sell' && symbol === SYMBOL)).toHaveLength(SALES);
  expect(await paperBroker.listPositions(ctx, trader.userId, { symbol: SYMBOL })).toEqual([]);
});

it('while others never stop, it says so, places nothing, and can be confirmed again', async () => {
  const { trader, sales } = await holder();
  const [id = '', other = ''] = sales;
  let looks = 0;
  const busy: TradingCtx = {
    ...ctx,
    broker: {
      ...paperBroker,
      async listPositions(...asked) {
        looks += 1;
        await ctx.db.tradeConfirmation.update({ where: { id: other }, data: { state: looks % 2 === 0 ? 'proposed' : 'unknown' } });
        return paperBroker.listPositions(...asked);
      },
    },
  };
  vi.spyOn(performance, 'now').mockImplementation(() => looks * 1_000);
  const thrown = await confirmTrade(busy, trader, id).then(
    () => expect.unreachable('it was placed'),
    (error: unknown) => error,
  );
  expect(looks).toBeGreaterThan(2);
  expect(describeError(ctx, asToolError(thrown)).error).toMatchObject({
    code: 'broker_unavailable',
    message: expect.stringMatching(/^Other trades of this account are on their way; nothing was placed\./),
    retryable: true,
    retry_after_s: 5,
    origin: 'portal',
  });
  await ctx.db.tradeConfirmation.update({ where: { id: other }, data: { state: 'proposed' } });
  expect((await confirmTrade(ctx, trader, id)).status).toBe('filled');
});

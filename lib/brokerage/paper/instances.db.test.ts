import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { BrokerError, type NewOrder } from '@/lib/brokerage/port';
import { updateTradingEnabled } from '@/lib/brokerage/queries/accounts';
import { newId } from '@/lib/core/crypto';
import { Decimal } from '@/lib/core/money';
import type { Ctx } from '@/lib/db/context';
import { testContext } from '@/lib/testing/context';
import { advanceDue } from './advance';
import { paperBroker } from './broker';

vi.setConfig({ testTimeout: 120_000 });

const action = fc.oneof(
  fc.record({
    kind: fc.constant('place' as const),
    symbol: fc.constantFrom('TSLA', 'AAPL'),
    side: fc.constantFrom('buy' as const, 'sell' as const),
    quantity: fc.constantFrom(1, 20, 400),
    name: fc.nat({ max: 6 }),
    isBracket: fc.boolean(),
  }),
  fc.record({ kind: fc.constant('cancel' as const), index: fc.nat({ max: 3 }) }),
  fc.record({ kind: fc.constant('advance' as const), seconds: fc.constantFrom(1, 60, 40_000) }),
  fc.record({ kind: fc.constant('read' as const) }),
);
type Action = typeof action extends fc.Arbitrary<infer T> ? T : never;

const wishOf = (accountId: string, { symbol, side, quantity, name, isBracket }: Extract<Action, { kind: 'place' }>): NewOrder => ({
  accountId,
  symbol,
  side,
  quantity: String(quantity),
  notional: null,
  type: 'market',
  timeInForce: 'gtc',
  limitPrice: null,
  stopPrice: null,
  trailPercent: null,
  extendedHours: false,
  takeProfit: isBracket ? (side === 'buy' ? '9000.00' : '1.00') : null,
  stopLoss: null,
  clientOrderId: `name-${name}`,
});

async function act(ctx: Ctx, userId: string, accountId: string, wish: Action, wait: (seconds: number) => void): Promise<void> {
  try {
    if (wish.kind === 'place') await paperBroker.placeOrder(ctx, userId, wishOf(accountId, wish));
    if (wish.kind === 'read') await paperBroker.getBalances(ctx, userId, accountId);
    if (wish.kind === 'advance') {
      wait(wish.seconds);
      await advanceDue(ctx);
    }
    if (wish.kind === 'cancel') {
      const { orders } = await paperBroker.listOrders(ctx, userId, { status: 'open' }, { limit: 10 });
      const order = orders[wish.index];
      if (order) await paperBroker.cancelOrder(ctx, userId, order.id);
    }
  } catch (thrown) {
    if (!(thrown instanceof BrokerError)) throw thrown;
  }
}

async function expectReconciled(ctx: Ctx, accountId: string): Promise<void> {
  const [cash] = await ctx.db.$queryRaw<{ kept: string; summed: string }[]>`
    SELECT cash::text AS kept, (SELECT sum(amount)::text FROM paper_ledger_entries WHERE account_id = ${accountId} AND book = 'cash') AS summed
    FROM paper_books WHERE account_id = ${accountId}`;
  expect(new Decimal(cash!.kept).toFixed()).toBe(new Decimal(cash!.summed).toFixed());
  const unbalanced = await ctx.db.$queryRaw`
    SELECT transaction_id FROM paper_ledger_entries WHERE account_id = ${accountId} GROUP BY transaction_id HAVING sum(amount) <> 0`;
  expect(unbalanced).toEqual([]);
  const astray = await ctx.db.$queryRaw`
    SELECT symbol FROM (
      SELECT symbol, CASE WHEN side = 'buy' THEN quantity ELSE -quantity END AS quantity FROM paper_fills WHERE account_id = ${accountId}
      UNION ALL SELECT symbol, -quantity FROM paper_positions WHERE account_id = ${accountId}
    ) AS shares GROUP BY symbol HAVING sum(quantity) <> 0`;
  expect(astray).toEqual([]);
  const misfilled = await ctx.db.$queryRaw`
    SELECT o.id FROM paper_orders AS o LEFT JOIN paper_fills AS f ON f.order_id = o.id WHERE o.account_id = ${accountId}
    GROUP BY o.id HAVING o.filled_quantity <> coalesce(sum(f.quantity), 0) OR o.filled_quantity > o.quantity`;
  expect(misfilled).toEqual([]);
  const open = await ctx.db.paperOrder.count({ where: { accountId, status: { in: ['held', 'open', 'partially_filled'] } } });
  expect((await ctx.db.paperBook.findUniqueOrThrow({ where: { accountId } })).openOrders).toBe(open);
}

describe('several instances at once, their clocks seconds apart', () => {
  it('leave books that reconcile, and one order for each client order id', async () => {
    const ctx = await testContext({ now: '2030-01-02T15:00:00Z' });
    const skewed = [0, 3_000, -2_000].map((offset) => ({ ...ctx, now: () => new Date(ctx.now().getTime() + offset) }));
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(action, { minLength: 3, maxLength: 3 }), { minLength: 2, maxLength: 6 }), async (rounds) => {
        const userId = newId(ctx, 'usr');
        await ctx.db.user.create({ data: { id: userId, email: `${userId}@example.test`, createdAt: ctx.now() } });
        await paperBroker.openAccounts(ctx, userId);
        const [account] = await paperBroker.listAccounts(ctx, userId);
        const accountId = account!.id;
        await updateTradingEnabled(ctx, userId, accountId, true);
        for (const round of rounds) {
          await Promise.all(round.map((wish, i) => act(skewed[i]!, userId, accountId, wish, ctx.clock.advanceSeconds)));
        }
        await expectReconciled(ctx, accountId);
        const names = await ctx.db.paperOrder.findMany({ where: { accountId, clientOrderId: { startsWith: 'name-' } } });
        expect(new Set(names.map(({ clientOrderId }) => clientOrderId)).size).toBe(names.length);
      }),
      { numRuns: 12 },
    );
  });
});

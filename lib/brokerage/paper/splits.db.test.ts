import { beforeEach, describe, expect, it } from 'vitest';
import { findListing } from '@/lib/brokerage/market/instruments';
import { splitsAround } from '@/lib/brokerage/market/splits';
import type { Position, Transaction } from '@/lib/brokerage/schema';
import { newId } from '@/lib/core/crypto';
import { Decimal } from '@/lib/core/money';
import type { Ctx } from '@/lib/db/context';
import { type TestCtx, testContext } from '@/lib/testing/context';
import { advanceDue } from './advance';
import { paperBroker } from './broker';

const DAY_SECONDS = 86_400;
/** NVDA splits 1 to 10: every new account holds some. */
const split = splitsAround(findListing('NVDA')!, Date.UTC(2030, 0, 1) / 1_000)!.next;
const dayBefore = new Date((split.second - DAY_SECONDS) * 1_000).toISOString();

let ctx: TestCtx;
beforeEach(async () => {
  ctx ??= await testContext({ now: dayBefore });
  ctx.clock.set(dayBefore);
});

async function holder(): Promise<{ userId: string; accountId: string; before: Position }> {
  const userId = newId(ctx, 'usr');
  await ctx.db.user.create({ data: { id: userId, email: `${userId}@example.test`, createdAt: ctx.now() } });
  await paperBroker.openAccounts(ctx, userId);
  const [account] = await paperBroker.listAccounts(ctx, userId);
  return { userId, accountId: account!.id, before: await held(ctx, userId) };
}

async function held(of: Ctx, userId: string): Promise<Position> {
  const [position] = await paperBroker.listPositions(of, userId, { symbol: 'NVDA' });
  return position!;
}

const bookOf = (accountId: string) => ctx.db.paperBook.findUniqueOrThrow({ where: { accountId } });
const storedShares = async (accountId: string) =>
  (await ctx.db.paperPosition.findUniqueOrThrow({ where: { accountId_symbol: { accountId, symbol: 'NVDA' } } })).quantity.toFixed();

describe('an account without open orders, when what it holds splits', () => {
  it('holds more shares at the same cost and is worth the same; nothing looks like a gain or a loss', async () => {
    const { userId, accountId, before } = await holder();
    const { balances: yesterday } = await paperBroker.getBalances(ctx, userId, accountId);
    ctx.clock.advanceSeconds(DAY_SECONDS + 3_600);
    const after = await held(ctx, userId);
    expect(after.quantity).toBe(new Decimal(before.quantity).times(10).toFixed());
    expect(Number(after.averagePrice)).toBeCloseTo(Number(before.averagePrice) / 10, 2);
    expect(Number(after.value) / Number(before.value)).toBeCloseTo(1, 1);
    const { balances } = await paperBroker.getBalances(ctx, userId, accountId);
    expect(Number(balances[0]!.equity) / Number(yesterday[0]!.equity)).toBeCloseTo(1, 1);
    expect(Math.abs(Number(balances[0]!.dayPl))).toBeLessThan(Number(balances[0]!.equity) * 0.05);
    const { points } = await paperBroker.getPortfolioHistory(ctx, userId, { accountId, period: '1w', interval: '1h' });
    for (const [index, { equity }] of points.entries()) {
      if (index > 0) expect(Number(equity) / Number(points[index - 1]!.equity)).toBeCloseTo(1, 1);
    }
  });

  it('has it among its transactions, with the shares it added and no money', async () => {
    const { userId, accountId, before } = await holder();
    ctx.clock.advanceSeconds(DAY_SECONDS + 60);
    const { transactions } = await paperBroker.listTransactions(ctx, userId, { type: 'split' }, { limit: 10 });
    const added = new Decimal(before.quantity).times(9).toFixed();
    expect(transactions).toEqual([
      {
        id: expect.stringMatching(/^txn_/),
        accountId,
        environment: 'paper',
        type: 'split',
        amount: '0.00',
        currency: 'USD',
        symbol: 'NVDA',
        quantity: added,
        price: null,
        time: new Date(split.second * 1_000).toISOString(),
      },
    ]);
    const whole = (await paperBroker.listTransactions(ctx, userId, {}, { limit: 50 })).transactions;
    const paged: Transaction[] = [];
    for (let cursor: string | null | undefined; cursor !== null; ) {
      const page: Awaited<ReturnType<typeof paperBroker.listTransactions>> = await paperBroker.listTransactions(
        ctx,
        userId,
        {},
        { limit: 1, cursor },
      );
      paged.push(...page.transactions);
      cursor = page.nextCursor;
    }
    expect(paged).toEqual(whole);
    expect(whole[0]!.type).toBe('split');
  });

  it('is found by the ticker though nobody asks, and knows when the next one comes', async () => {
    const { accountId, before } = await holder();
    expect((await bookOf(accountId)).nextSplitAt).toEqual(expect.any(Date));
    ctx.clock.advanceSeconds(DAY_SECONDS - 1);
    while ((await advanceDue(ctx)) > 0);
    expect(await storedShares(accountId)).toBe(before.quantity);
    ctx.clock.advanceSeconds(2);
    while ((await advanceDue(ctx)) > 0);
    expect(await storedShares(accountId)).toBe(new Decimal(before.quantity).times(10).toFixed());
    expect((await bookOf(accountId)).nextSplitAt!.getTime()).toBeGreaterThan(ctx.now().getTime());
  });

  it('is split once, however many look at the same time', async () => {
    const { userId, accountId, before } = await holder();
    ctx.clock.advanceSeconds(DAY_SECONDS + 60);
    const seen = await Promise.all(
      Array.from({ length: 8 }, (_, index) => (index % 2 ? held(ctx, userId) : advanceDue(ctx).then(() => held(ctx, userId)))),
    );
    expect(new Set(seen.map(({ quantity }) => quantity))).toEqual(new Set([new Decimal(before.quantity).times(10).toFixed()]));
    expect(await ctx.db.paperSplit.count({ where: { accountId } })).toBe(1);
  });
});

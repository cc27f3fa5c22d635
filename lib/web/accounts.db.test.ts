import { expect, it } from 'vitest';
import { testContext } from '@/lib/testing/context';
import { proposed, seedTrader } from '@/lib/testing/trades';
import { confirmTrade } from '@/lib/trading/confirm';
import { accountsOf } from './accounts';
import { tradingContext } from './trading';

const ctx = await testContext();
const trading = tradingContext(ctx);
const resting = { type: 'limit', limitPrice: '10.00', timeInForce: 'gtc' } as const;

it('says of every order shown who asked for it, however many trades came after; and of nobody else but its person', async () => {
  const person = await seedTrader(ctx);
  ctx.clock.advanceSeconds(60);
  const { confirmation } = await confirmTrade(trading, person, (await proposed(trading, person, resting)).id);
  const { confirmation: bracket } = await confirmTrade(
    trading,
    person,
    (await proposed(trading, person, { takeProfit: '900.00', stopLoss: '1.00' })).id,
  );
  await ctx.db.$executeRaw`
    INSERT INTO trade_confirmations
    SELECT (jsonb_populate_record(c, jsonb_build_object('id', c.id || n, 'created_at', c.created_at + n * interval '1 second'))).*
    FROM trade_confirmations c, generate_series(1, 300) n WHERE c.id = ${confirmation.id}`;
  const [view] = await accountsOf(ctx, person.userId);
  const origin = { clientName: 'Test client', grantId: person.grantId, isApproved: false };
  const shown = view?.book?.openOrders.map(({ leg, origin }) => ({ leg, origin }));
  expect(shown).toHaveLength(3);
  expect(shown).toEqual(expect.arrayContaining([null, 'take_profit', 'stop_loss'].map((leg) => ({ leg, origin }))));
  const filled = view?.book?.recentOrders.find(({ id }) => id === bracket.orders[0]?.orderId);
  expect(filled?.origin).toEqual(origin);
  const before = view?.book?.recentOrders.filter(({ id }) => id !== filled?.id) ?? [];
  expect(before.length).toBeGreaterThan(0); // what the account was opened with
  expect(before.every((order) => order.origin === null)).toBe(true);

  const other = await seedTrader(ctx);
  await ctx.db.tradeOrder.updateMany({ where: { confirmationId: confirmation.id }, data: { accountId: other.accountId } });
  const [seen] = await accountsOf(ctx, person.userId);
  expect(seen?.book?.openOrders.find(({ leg }) => leg === null)?.origin).toBeNull();
});

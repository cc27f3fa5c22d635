// A trade in two steps, on paper: proposed, confirmed once, told again.
import { describe, expect, it } from 'vitest';
import { paperBroker } from '@/lib/brokerage/paper/broker';
import { seedConnection } from '@/lib/testing/connection';
import { testContext } from '@/lib/testing/context';
import { confirmTrade } from './confirm';
import { proposeOrder } from './order';

const ctx = { ...(await testContext()), broker: paperBroker };

describe('an order', () => {
  it('is placed by its confirmation, once, and told again after it has expired', async () => {
    const connection = await seedConnection(ctx, { scopes: ['account:read', 'orders:trade'] });
    const accountId = connection.accountIds[0]!;
    await ctx.db.account.update({ where: { id: accountId }, data: { tradingEnabled: true } });
    const { confirmation } = await proposeOrder(ctx, connection, {
      accountId,
      symbol: 'AAPL',
      side: 'buy',
      quantity: '3',
      type: 'market',
      timeInForce: 'day',
    });
    console.log(confirmation.summary, confirmation.warnings);
    const first = await confirmTrade(ctx, connection, confirmation.id);
    console.log(JSON.stringify(first, null, 1));
    ctx.clock.advanceSeconds(121);
    expect(await confirmTrade(ctx, connection, confirmation.id)).toEqual(first);
  });
});

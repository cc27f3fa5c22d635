// What an order would do at Alpaca, before it is given.
import { BrokerError, type NewOrder } from '@/lib/brokerage/port';
import type { OrderEstimate } from '@/lib/brokerage/schema';
import { Decimal, decimalText, moneyText, priceText } from '@/lib/core/money';
import type { Ctx } from '@/lib/db/context';
import { readAccount, readPositions } from './accounts';
import { connectionOf } from './connections';
import { getQuotes } from './market-data';
import { requireRules } from './rules';
import { requireSymbol, requireTrading } from './trading';

/** Alpaca has no preview of its own: the quote and the account's buying power tell what they can. Its commission on stocks is zero. */
export async function previewOrder(ctx: Ctx, userId: string, order: NewOrder, timeoutMs: number): Promise<OrderEstimate> {
  const connection = await connectionOf(ctx, userId, order.accountId);
  requireTrading(connection);
  requireRules(order);
  const symbol = requireSymbol(order.symbol, 'symbol');
  const [[quote], account, positions] = await Promise.all([
    getQuotes(ctx, userId, [symbol], timeoutMs),
    readAccount(ctx, connection, timeoutMs),
    readPositions(ctx, connection, timeoutMs),
  ]);
  const market = new Decimal((order.side === 'buy' ? quote?.ask : quote?.bid) ?? 0);
  const limit = order.limitPrice === null ? null : new Decimal(order.limitPrice);
  const price = limit === null ? market : order.side === 'buy' ? Decimal.min(limit, market) : Decimal.max(limit, market);
  const quantity =
    order.quantity === null
      ? new Decimal(order.notional ?? 0).div(price).toDecimalPlaces(6, Decimal.ROUND_DOWN)
      : new Decimal(order.quantity);
  const value = price.times(quantity);
  const closes = positions.some((held) => held.symbol === symbol && held.side === (order.side === 'buy' ? 'short' : 'long'));
  const cost = closes ? new Decimal(0) : value;
  if (cost.gt(account.buying_power)) {
    throw new BrokerError(
      'insufficient_buying_power',
      `The order needs ${moneyText(cost, 'USD')} of buying power; ${moneyText(account.buying_power, 'USD')} is left.`,
      {
        field: 'quantity',
      },
    );
  }
  return {
    symbol,
    side: order.side,
    quantity: decimalText(quantity),
    price: priceText(price),
    value: moneyText(value, 'USD'),
    fees: '0.00',
    currency: 'USD',
    buyingPower: moneyText(account.buying_power, 'USD'),
    buyingPowerAfter: moneyText(account.buying_power.minus(cost), 'USD'),
  };
}

// The arguments of an order, shared by preview_order and create_order.
import { z } from 'zod';
import { AccountIdIn, SymbolIn } from '@/lib/mcp/schema';
import type { OrderInput } from '@/lib/trading/plan-order';

/** A decimal as text, or a number taken by its text. */
export const AmountIn = z.union([z.string().min(1).max(40), z.number()]);

const PriceIn = AmountIn.describe('A price, as text: "187.50".');

export const OrderIn = z.strictObject({
  account_id: AccountIdIn,
  symbol: SymbolIn,
  side: z.enum(['buy', 'sell']),
  quantity: AmountIn.optional().describe('Shares, as text: "10". Give this or notional.'),
  notional: AmountIn.optional().describe('Amount of money instead of shares: "250.00".'),
  type: z.enum(['market', 'limit', 'stop', 'stop_limit', 'trailing_stop']),
  limit_price: PriceIn.optional(),
  stop_price: PriceIn.optional(),
  trail_percent: AmountIn.optional().describe('Percent behind the price: "2.5".'),
  time_in_force: z.enum(['day', 'gtc', 'ioc', 'fok']).default('day'),
  extended_hours: z.boolean().optional().describe('Also pre-market and after-hours; limit orders only.'),
  take_profit: PriceIn.optional().describe('Price of a limit order that closes what this one opens.'),
  stop_loss: PriceIn.optional().describe('Stop price of an order that closes it at a loss.'),
  client_order_id: z
    .string()
    .min(1)
    .max(128)
    .optional()
    .describe('Your own id: used again within 24 hours it gives the first order back instead of a second one.'),
});

export function toOrderInput(given: z.output<typeof OrderIn>): OrderInput {
  const optional = {
    quantity: given.quantity,
    notional: given.notional,
    limitPrice: given.limit_price,
    stopPrice: given.stop_price,
    trailPercent: given.trail_percent,
    extendedHours: given.extended_hours,
    takeProfit: given.take_profit,
    stopLoss: given.stop_loss,
    clientOrderId: given.client_order_id,
  };
  const { account_id: accountId, symbol, side, type, time_in_force: timeInForce } = given;
  return { accountId, symbol, side, type, timeInForce, ...optional };
}

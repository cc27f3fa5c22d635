// Proposing a change of an open order.
import type { OrderChange } from '@/lib/brokerage/port';
import type { Order } from '@/lib/brokerage/schema';
import { Decimal, decimalText, priceText } from '@/lib/core/money';
import type { Caller, TradingCtx } from './context';
import { isOpen } from './exposure';
import { gather } from './judgement';
import { type Amount, readAmount } from './plan-order';
import { type Proposed, propose } from './propose';
import { invalidOrder, TradeRefusal } from './refusal';
import type { OrderToChange } from './schema';
import { sidePrice } from './value';

export type ChangeInput = Readonly<{ quantity?: Amount; limitPrice?: Amount; stopPrice?: Amount }>;

/** @param order as the broker has it, of an account of this connection @throws TradeRefusal, BrokerError */
export async function proposeChange(ctx: TradingCtx, caller: Caller, order: Order, input: ChangeInput): Promise<Proposed> {
  if (!isOpen(order)) throw notOpen();
  const change = readChange(order, input);
  const gathered = await gather(ctx, caller, order.accountId, [order.symbol]);
  const quote = gathered.market.quotes.get(order.symbol);
  if (!quote) throw new Error('unreachable: its quote was asked for');
  const { id: orderId, clientOrderId, symbol, side, type, timeInForce, trailPercent, extendedHours } = order;
  const { quantity, filledQuantity, limitPrice, stopPrice } = order;
  const before = { orderId, clientOrderId, symbol, side, type, timeInForce, trailPercent, extendedHours };
  const referencePrice = priceText(sidePrice(quote, side));
  const replace: OrderToChange = { ...before, quantity, filledQuantity, limitPrice, stopPrice, referencePrice, change };
  const plan = { cancel: [], replace, place: [], deploy: null, strategyName: null };
  return propose(ctx, caller, { kind: 'replace', accountId: order.accountId, plan }, gathered);
}

export const notOpen = () =>
  new TradeRefusal('order_not_open', 'The order is no longer open.', {
    field: 'order_id',
    nextStep: 'Call list_orders to see what became of it.',
  });

function readChange(order: Order, { quantity, limitPrice, stopPrice }: ChangeInput): OrderChange {
  const change: OrderChange = {
    ...(quantity === undefined ? {} : { quantity: decimalText(readAmount(quantity, 'quantity', 'quantity')) }),
    ...(limitPrice === undefined ? {} : { limitPrice: priceText(readAmount(limitPrice, 'limit_price', 'price')) }),
    ...(stopPrice === undefined ? {} : { stopPrice: priceText(readAmount(stopPrice, 'stop_price', 'price')) }),
  };
  if (Object.keys(change).length === 0) throw invalidOrder('quantity', 'Say what to change: quantity, limit_price or stop_price.');
  if (change.limitPrice !== undefined && order.limitPrice === null)
    throw invalidOrder('limit_price', `A ${order.type} order has no limit_price to change.`);
  if (change.stopPrice !== undefined && (order.stopPrice === null || order.trailPercent !== null))
    throw invalidOrder('stop_price', `A ${order.type} order has no stop_price to change.`);
  if (change.quantity !== undefined && new Decimal(change.quantity).lte(order.filledQuantity))
    throw invalidOrder('quantity', 'The new quantity has to be more than what is filled already.');
  return change;
}

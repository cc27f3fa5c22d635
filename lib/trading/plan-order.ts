// An order as an AI client asks for it becomes exactly what would be sent: amounts read, symbol as listed, prices of the moment beside it.
import { canonicalSymbol } from '@/lib/brokerage/market/symbol';
import { requireShape } from '@/lib/brokerage/new-order';
import type { NewOrder } from '@/lib/brokerage/port';
import type { OrderSide, OrderType, TimeInForce } from '@/lib/brokerage/schema';
import { newId } from '@/lib/core/crypto';
import { type Decimal, decimalText, priceText, readDecimal } from '@/lib/core/money';
import type { Ctx } from '@/lib/db/context';
import type { Market } from './market';
import { invalidOrder, TradeRefusal } from './refusal';
import type { PlannedOrder, TradePlan } from './schema';
import { collarOf, sidePrice } from './value';

/** A decimal as text, or a JSON number taken by its text. */
export type Amount = string | number;

export type OrderInput = Readonly<{
  accountId: string;
  symbol: string;
  side: OrderSide;
  quantity?: Amount;
  notional?: Amount;
  type: OrderType;
  limitPrice?: Amount;
  stopPrice?: Amount;
  trailPercent?: Amount;
  timeInForce: TimeInForce;
  extendedHours?: boolean;
  takeProfit?: Amount;
  stopLoss?: Amount;
  clientOrderId?: string;
}>;

/** More than anybody trades, and little enough that no product of two overflows what is stored. */
const MOST = { quantity: 1_000_000_000, notional: 1_000_000_000_000, price: 1_000_000, percent: 100 } as const;
const MOST_DECIMALS = { quantity: 8, notional: 2, price: 4, percent: 2 } as const;
type Kind = keyof typeof MOST;

/** @throws TradeRefusal `invalid_argument` for anything but a plain decimal above zero within bounds */
export function readAmount(amount: Amount, field: string, kind: Kind): Decimal {
  const value = readDecimal(amount);
  if (!value || value.lte(0)) throw invalidOrder(field, `The argument ${field} is a plain decimal above zero, like "10" or "400.00".`);
  if (value.gt(MOST[kind])) throw invalidOrder(field, `The argument ${field} is at most ${MOST[kind]}.`);
  if (value.decimalPlaces() > MOST_DECIMALS[kind])
    throw invalidOrder(field, `The argument ${field} has at most ${MOST_DECIMALS[kind]} decimals.`);
  return value;
}

/** The symbol in its canonical form; look-alikes of other scripts are no symbols. @throws TradeRefusal */
export function readSymbol(text: string): string {
  const symbol = text === text.trim() ? canonicalSymbol(text) : null;
  if (symbol === null) throw invalidOrder('symbol', 'A symbol is 1 to 10 letters and digits, like AAPL or BRK.B.');
  return symbol;
}

/** What the client asked, read and checked; without the prices of the moment. @throws TradeRefusal, BrokerError */
export function readOrder(ctx: Ctx, input: OrderInput): NewOrder {
  const amount = (value: Amount | undefined, field: string, kind: Kind): string | null => {
    if (value === undefined) return null;
    const read = readAmount(value, field, kind);
    return kind === 'price' ? priceText(read) : decimalText(read);
  };
  const order: NewOrder = {
    accountId: input.accountId,
    symbol: readSymbol(input.symbol),
    side: input.side,
    quantity: amount(input.quantity, 'quantity', 'quantity'),
    notional: amount(input.notional, 'notional', 'notional'),
    type: input.type,
    timeInForce: input.timeInForce,
    limitPrice: amount(input.limitPrice, 'limit_price', 'price'),
    stopPrice: amount(input.stopPrice, 'stop_price', 'price'),
    trailPercent: amount(input.trailPercent, 'trail_percent', 'percent'),
    extendedHours: input.extendedHours ?? false,
    takeProfit: amount(input.takeProfit, 'take_profit', 'price'),
    stopLoss: amount(input.stopLoss, 'stop_loss', 'price'),
    clientOrderId: input.clientOrderId ?? newId(ctx, 'cid'),
  };
  requireShape(order);
  return order;
}

/** The order with what the market says now. */
export function planOrder(order: NewOrder, { quotes }: Pick<Market, 'quotes'>): PlannedOrder {
  const { accountId: _, ...asked } = order;
  const quote = quotes.get(order.symbol);
  if (!quote) throw new TradeRefusal('invalid_argument', 'The symbol has no price now.', { field: 'symbol', nextStep: 'Call get_quotes.' });
  const price = sidePrice(quote, order.side);
  return { ...asked, referencePrice: priceText(price), collarPrice: collarOf(order.side, order.type, price) };
}

export const placing = (place: readonly PlannedOrder[], strategyName: string | null = null): TradePlan => ({
  cancel: [],
  replace: null,
  place: [...place],
  deploy: null,
  strategyName,
});

/** A planned order as the broker takes it. */
export function toNewOrder(accountId: string, { referencePrice: _price, collarPrice: _collar, ...order }: PlannedOrder): NewOrder {
  return { accountId, ...order };
}

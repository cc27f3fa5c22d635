// May this connection make this trade now? Pure: the plan, the market, the person's rules and what is used of the day in; values or a refusal out.
// The same judgement is made when a trade is proposed, when it is confirmed and when it is approved.

import { canonicalSymbol } from '@/lib/brokerage/market/symbol';
import type { AssetClass, OrderSide, OrderType } from '@/lib/brokerage/schema';
import { displayMoney } from '@/lib/core/display-money';
import { Decimal, decimalText } from '@/lib/core/money';
import type { TradeRules } from '@/lib/grants/trade-rules';
import { heldOf, isClosing, pendingOn } from './exposure';
import type { Market } from './market';
import type { MovingOrder } from './queries/in-flight';
import { invalidOrder, type ReachedLimit, TradeRefusal } from './refusal';
import type { OrderToChange, TradePlan } from './schema';
import { type Priced, sharesOf, sidePrice, worthOf } from './value';

/** What a person allows a connection; null for no bound. */
export type Rules = Readonly<{
  maxOrderValue: Decimal | null;
  maxDailyValue: Decimal | null;
  maxOrdersPerDay: number | null;
  /** The lower of the connection's threshold and the person's own. */
  approvalAbove: Decimal | null;
  trade: TradeRules;
}>;

export type Used = Readonly<{ orders: number; value: Decimal }>;

export type Circumstances = Readonly<{
  market: Market;
  /** Of other trades of the account: what the market may not show yet. */
  moving: readonly MovingOrder[];
  /** How many orders of the plan, from the first on, may do nothing but close. */
  closing: number;
  rules: Rules;
  used: Used;
  /** Of the symbols, where the rules ask for it. */
  assetClasses: ReadonlyMap<string, AssetClass>;
  /** The firm's bound on this account that is reached; opening orders are refused. */
  firmLimit: ReachedLimit | null;
  /** Where the person changes the limits of this connection. */
  limitsUrl: string;
}>;

export type Judgement = Readonly<{
  /** Over all orders: what approvals go by. */
  value: Decimal;
  /** What each order takes from the day's budget, in the order of the plan's rows. */
  booked: readonly Decimal[];
  bookedValue: Decimal;
  orderCount: number;
  isApprovalNeeded: boolean;
}>;

type Judged = Priced & Readonly<{ symbol: string; extendedHours: boolean }>;
type Placed = Judged & Readonly<{ takeProfit: string | null; stopLoss: string | null }>;

const total = (values: readonly Decimal[]) => values.reduce((sum, value) => sum.plus(value), new Decimal(0));

/** @throws TradeRefusal `policy_limit` */
export function judge(plan: TradePlan, circumstances: Circumstances): Judgement {
  const { rules } = circumstances;
  const canceled = new Set(plan.cancel.map(({ orderId }) => orderId));
  const replaced = plan.replace ? [judgeChange(plan.replace, circumstances)] : [];
  let planned = new Map<string, Decimal>();
  const placed = plan.place.map((order, index) => {
    const isExit = index < circumstances.closing;
    const judged = judgeOrder(order, circumstances, canceled, planned.get(order.symbol) ?? new Decimal(0), isExit);
    const sign = order.side === 'buy' ? 1 : -1;
    planned = new Map(planned).set(order.symbol, (planned.get(order.symbol) ?? new Decimal(0)).plus(judged.shares.times(sign)));
    return judged.value;
  });
  const value = total([...replaced.map((change) => change.value), ...placed]);
  const booked = [...replaced.map((change) => change.increase), ...placed];
  const bookedValue = total(booked);
  requireDay(circumstances, plan.place.length, bookedValue);
  return {
    value,
    booked,
    bookedValue,
    orderCount: plan.place.length,
    isApprovalNeeded: rules.approvalAbove !== null && plan.place.length + replaced.length > 0 && value.gte(rules.approvalAbove),
  };
}

/** @param planned shares that earlier orders of the plan move */
function judgeOrder(order: Placed, circumstances: Circumstances, canceled: ReadonlySet<string>, planned: Decimal, isExit: boolean) {
  const { market } = circumstances;
  const price = priceNow(circumstances, order.symbol, order.side);
  const shares = sharesOf(order, price);
  const value = worthOf(order, price);
  const held = heldOf(market.positions, order.symbol).plus(planned);
  const working = market.openOrders.filter(({ id, parentId }) => !canceled.has(id) && !(parentId !== null && canceled.has(parentId)));
  requireKind(order, circumstances);
  requireSize(shares, value, circumstances);
  const moving = movingOn(circumstances, order.symbol, order.side);
  requireHolding(order, shares, held, pendingOn(working, order.symbol, 'sell').plus(moving), circumstances);
  requireBracketOpens(order, held);
  const closes = isClosing(order.side, shares.plus(moving), held);
  if (isExit && !closes) throw positionChanged();
  requireFirmRoom(closes, circumstances);
  return { shares, value };
}

function judgeChange(replace: OrderToChange, circumstances: Circumstances): { value: Decimal; increase: Decimal } {
  const { market } = circumstances;
  const price = priceNow(circumstances, replace.symbol, replace.side);
  const before = { ...replace, notional: null };
  const after = { ...before, ...replace.change };
  const shares = new Decimal(after.quantity).minus(replace.filledQuantity);
  const value = worthOf(after, price);
  const others = market.openOrders.filter(({ id }) => id !== replace.orderId);
  const held = heldOf(market.positions, replace.symbol);
  requireKind(after, circumstances);
  requireSize(new Decimal(after.quantity), value, circumstances);
  if (new Decimal(after.quantity).gt(before.quantity)) {
    const moving = movingOn(circumstances, replace.symbol, replace.side);
    requireHolding(after, shares, held, pendingOn(others, replace.symbol, 'sell').plus(moving), circumstances);
  }
  const increase = Decimal.max(0, value.minus(worthOf(before, price)));
  if (increase.gt(0)) requireFirmRoom(isClosing(replace.side, shares, held), circumstances);
  return { value, increase };
}

/** Shares that trades on their way may still move on this side; what the market shows of them already counts there. */
function movingOn(circumstances: Circumstances, symbol: string, side: OrderSide): Decimal {
  const shown = new Set(circumstances.market.openOrders.map(({ clientOrderId }) => clientOrderId));
  const orders = circumstances.moving.filter((order) => order.symbol === symbol && order.side === side && !shown.has(order.clientOrderId));
  return total(orders.map((order) => sharesOf(order, priceNow(circumstances, symbol, side))));
}

/** The legs close what their order opens. Beside an order that closes they would open a position that no limit was asked about. */
function requireBracketOpens({ side, takeProfit, stopLoss }: Placed, held: Decimal): void {
  if (takeProfit === null && stopLoss === null) return;
  if (side === 'buy' ? held.lt(0) : held.gt(0)) {
    throw invalidOrder(takeProfit === null ? 'stop_loss' : 'take_profit', 'A bracket opens a position; this order closes one.');
  }
}

const positionChanged = () =>
  new TradeRefusal('not_found', 'The position is not there any more as this would close it, so nothing was placed.', {
    nextStep: 'Call list_positions, and propose it again if the user still wants it.',
  });

/** @throws TradeRefusal when the order is in another currency than the limits */
function priceNow({ market, limitsUrl }: Circumstances, symbol: string, side: OrderSide): Decimal {
  const quote = market.quotes.get(symbol);
  if (!quote) throw new Error(`unreachable: no quote of ${symbol} was asked for`);
  if (quote.currency !== market.account.currency) {
    const limit = { name: 'currency', allowed: market.account.currency, requested: quote.currency, unit: 'currency' };
    throw limitReached(`Orders of this account are in ${market.account.currency}.`, limit, limitsUrl);
  }
  return sidePrice(quote, side);
}

function requireKind({ symbol, side, type, extendedHours }: Judged, { rules: { trade }, assetClasses, limitsUrl }: Circumstances): void {
  const one = <T extends string>(name: string, allowed: readonly T[], requested: T | 'unknown', what: string) => {
    if (allowed.some((each) => each === requested)) return;
    throw limitReached(`This connection may not trade ${what}.`, { name, allowed: allowed.join(', '), requested, unit: 'list' }, limitsUrl);
  };
  const names = (listed: string) => (canonicalSymbol(listed) ?? listed) === symbol;
  if (trade.symbolsDeny.some(names)) {
    const limit = { name: 'symbols_deny', allowed: 'all but the denied symbols', requested: symbol, unit: 'list' };
    throw limitReached(`This connection may not trade ${symbol}.`, limit, limitsUrl);
  }
  if (trade.symbolsAllow.length > 0 && !trade.symbolsAllow.some(names)) one('symbols_allow', trade.symbolsAllow, symbol, symbol);
  if (asksForClass(trade))
    one<AssetClass>('asset_classes', trade.assetClasses, assetClasses.get(symbol) ?? 'unknown', `the class of ${symbol}`);
  one<OrderType>('order_types', trade.orderTypes, type, `${type} orders`);
  one<OrderSide>('sides', trade.sides, side, side === 'buy' ? 'buys' : 'sells');
  if (extendedHours && trade.session === 'regular') {
    const limit = { name: 'session', allowed: 'regular', requested: 'extended', unit: 'session' };
    throw limitReached('This connection may not trade in extended hours.', limit, limitsUrl);
  }
}

/** Whether the rules leave a class of instruments out, so that it has to be known. */
export const asksForClass = ({ assetClasses }: TradeRules): boolean => !(assetClasses.includes('stock') && assetClasses.includes('etf'));

function requireSize(shares: Decimal, value: Decimal, { rules, market, limitsUrl }: Circumstances): void {
  const { maxQuantity } = rules.trade;
  if (maxQuantity !== null && shares.gt(maxQuantity)) {
    const limit = { name: 'max_quantity', allowed: maxQuantity, requested: decimalText(shares), unit: 'shares per order' };
    throw limitReached(`An order of this connection may have at most ${maxQuantity} shares.`, limit, limitsUrl);
  }
  if (rules.maxOrderValue !== null && value.gt(rules.maxOrderValue)) {
    const { currency } = market.account;
    const allowed = decimalText(rules.maxOrderValue);
    const limit = { name: 'max_order_value', allowed, requested: decimalText(value), unit: `${currency} per order` };
    throw limitReached(`An order of this connection may be worth at most ${displayMoney(allowed, currency)}.`, limit, limitsUrl);
  }
}

/** Selling more than is held and not being sold already is selling short. */
function requireHolding({ side, symbol }: Judged, shares: Decimal, held: Decimal, selling: Decimal, circumstances: Circumstances): void {
  if (side === 'buy' || circumstances.rules.trade.allowShort) return;
  const free = Decimal.max(0, held.minus(selling));
  if (shares.lte(free)) return;
  const limit = { name: 'allow_short', allowed: decimalText(free), requested: decimalText(shares), unit: 'shares' };
  throw limitReached(
    `This connection may not sell more ${symbol} than is held and not being sold already.`,
    limit,
    circumstances.limitsUrl,
  );
}

function requireFirmRoom(isExit: boolean, { firmLimit, limitsUrl }: Circumstances): void {
  if (firmLimit === null || isExit) return;
  throw limitReached('A loss limit of this account is reached, so only orders that close positions are taken.', firmLimit, limitsUrl);
}

function requireDay({ rules, used, market, limitsUrl }: Circumstances, orders: number, value: Decimal): void {
  const { maxOrdersPerDay, maxDailyValue } = rules;
  if (maxOrdersPerDay !== null && orders > 0 && used.orders + orders > maxOrdersPerDay) {
    const limit = { name: 'max_orders_per_day', allowed: maxOrdersPerDay, requested: used.orders + orders, unit: 'orders a day' };
    throw limitReached(`This connection may place ${maxOrdersPerDay} orders a day.`, limit, limitsUrl);
  }
  const after = used.value.plus(value);
  if (maxDailyValue !== null && value.gt(0) && after.gt(maxDailyValue)) {
    const { currency } = market.account;
    const allowed = decimalText(maxDailyValue);
    const limit = { name: 'max_daily_value', allowed, requested: decimalText(after), unit: `${currency} a day` };
    throw limitReached(`This connection may trade ${displayMoney(allowed, currency)} a day.`, limit, limitsUrl);
  }
}

export function limitReached(message: string, limit: ReachedLimit, limitsUrl: string): TradeRefusal {
  return new TradeRefusal('policy_limit', message, {
    limit,
    nextStep: `Propose less, or ask the user to change the limits of this connection at ${limitsUrl}.`,
  });
}

// Matching, pure: given an order (or a bracket, which lives as one), how far it has met the market and until when it shall, what happened?
// The market is a function of time, so the answer is the same in one step or in many, on any instance, now or after downtime.
import type { Listing } from '@/lib/brokerage/market/instruments';
import { type Budget, type Finding, firstSecond, type PricePath, type Question } from '@/lib/brokerage/market/path';
import { type Hours, sizeAt } from '@/lib/brokerage/market/quote';
import { tradingWindows } from '@/lib/brokerage/market/windows';
import { Decimal } from '@/lib/core/money';
import { type Fill, isLive, isWorking, ledgerAmount, priceOf, remainingOf, type WorkingOrder } from './books';
import { endOrder, type Matching, shrinkSibling, startMatching, stopMatching } from './bracket';
import { followTrail, trailingStop } from './trail';

export type Market = Readonly<{ listing: Listing; path: PricePath; hours: Hours }>;

export type Outcome = Readonly<{
  /** As they are after the last second looked at. */
  orders: readonly WorkingOrder[];
  fills: readonly Fill[];
  /** The first second not yet looked at: past the end, unless the budget ran out. */
  reached: number;
}>;

type Meeting = Finding & Readonly<{ water: number | null }>;

const SECOND_MS = 1_000;
const endSecond = ({ expiresAt }: WorkingOrder) => Math.ceil(expiresAt / SECOND_MS);
const isImmediate = ({ timeInForce }: WorkingOrder) => timeInForce === 'ioc' || timeInForce === 'fok';

/** What an order waits for, besides time: its stop, or a price it may trade at. */
function questionOf({ side, type, limit, stop, reserve, isTriggered }: WorkingOrder): Question {
  if ((type === 'stop' || type === 'stop_limit') && !isTriggered && stop !== null) {
    return side === 'buy'
      ? { may: ({ ask }) => ask.high >= stop, is: ({ last }) => last >= stop }
      : { may: ({ bid }) => bid.low <= stop, is: ({ last }) => last <= stop };
  }
  if (side === 'buy') return { may: ({ ask }) => ask.low <= reserve, is: ({ ask }) => ask <= reserve };
  const least = limit ?? 0;
  return { may: ({ bid }) => bid.high >= least, is: ({ bid }) => bid >= least };
}

/** The first second from `from` until before `to` in which something happens to the order. */
function meet({ listing, path, hours }: Market, order: WorkingOrder, from: number, to: number, budget: Budget): Meeting {
  let water = order.water;
  const isTrailing = order.type === 'trailing_stop' && !order.isTriggered && order.trailPercent !== null;
  const percent = order.trailPercent?.toNumber() ?? 0;
  for (const window of tradingWindows(listing, hours, order.extendedHours, from, to)) {
    const found = isTrailing
      ? followTrail(path, window, { side: order.side, percent, water }, budget)
      : { ...firstSecond(path, window, questionOf(order), budget), water };
    water = found.water;
    if (found.isFound || found.at < window.to) return found;
  }
  return { isFound: false, at: Math.max(from, to), water };
}

const isStopWaiting = ({ type, isTriggered }: WorkingOrder) =>
  (type === 'stop' || type === 'stop_limit' || type === 'trailing_stop') && !isTriggered;

type Play = Readonly<{ market: Market; orders: readonly Matching[]; fills: Fill[] }>;

function isExtendedAt({ listing, hours }: Market, second: number): boolean {
  const [window] = tradingWindows(listing, hours, true, second, second + 1);
  return window?.isExtended ?? false;
}

/** Trades what the market offers in a second. */
function trade({ market, orders, fills }: Play, order: Matching, second: number): void {
  const { listing, path } = market;
  const prices = path.pricesAt(second, isExtendedAt(market, second));
  const price = order.side === 'buy' ? prices.ask : prices.bid;
  const available = new Decimal(sizeAt(listing, price, second, order.side === 'buy' ? 'ask' : 'bid'));
  if (order.timeInForce === 'fok' && available.lt(remainingOf(order))) return;
  const quantity = Decimal.min(remainingOf(order), available);
  const at = Math.max(second * SECOND_MS, order.submittedAt);
  order.filledQuantity = order.filledQuantity.plus(quantity);
  order.filledValue = order.filledValue.plus(ledgerAmount(priceOf(price).times(quantity)));
  order.updatedAt = at;
  order.nextSecond = second + 1;
  fills.push({ orderId: order.id, symbol: order.symbol, side: order.side, quantity, price, at });
  if (order.filledQuantity.eq(order.quantity)) {
    endOrder(orders, order, 'filled', at);
    return;
  }
  order.status = 'partially_filled';
  shrinkSibling(orders, order, quantity);
}

function act(play: Play, order: Matching, { at, water }: Meeting): void {
  order.water = water;
  order.nextSecond = at;
  if (!isStopWaiting(order)) {
    trade(play, order, at);
    return;
  }
  order.isTriggered = true; // it meets the market in the very second
  order.updatedAt = Math.max(at * SECOND_MS, order.submittedAt);
  if (order.type === 'trailing_stop' && water !== null) order.stop = trailingStop(order.side, water, order.trailPercent?.toNumber() ?? 0);
}

/** Immediate orders meet the market in their first second only. */
function actImmediately(play: Play, order: Matching): void {
  const second = order.nextSecond;
  const { isFound } = meet(play.market, order, second, second + 1, { left: Number.POSITIVE_INFINITY });
  if (isFound) trade(play, order, second);
  if (isWorking(order)) endOrder(play.orders, order, 'canceled', order.submittedAt);
}

type Event = Readonly<{ order: Matching; meeting: Meeting }>;

/** The next thing that happens before `to`, or the second up to which nothing does; remembers how far it looked. */
function nextEvent({ market, orders }: Play, to: number, budget: Budget): Event | number {
  let limit = to;
  let first: Event | null = null;
  for (const order of orders.filter(isWorking)) {
    const end = Math.min(limit, endSecond(order));
    const meeting = meet(market, order, order.nextSecond, end, budget);
    if (meeting.isFound) first = { order, meeting };
    else order.water = meeting.water; // trailing orders are alone in their group, so no other event comes before `end`
    if (meeting.isFound || meeting.at < end) limit = meeting.at;
    if (!meeting.isFound && meeting.at < end) first = null;
  }
  return first ?? limit;
}

/** Ends the orders whose time is over at a second. */
function expire({ orders }: Play, second: number): void {
  for (const order of orders) {
    if (isLive(order) && endSecond(order) <= second) endOrder(orders, order, 'expired', order.expiresAt);
  }
}

/** Goes through time until before `to`. @returns the first second not looked at */
function run(play: Play, to: number, budget: Budget): number {
  for (const order of play.orders.filter((one) => isImmediate(one) && isWorking(one))) actImmediately(play, order);
  while (play.orders.some(isLive)) {
    const event = nextEvent(play, to, budget);
    const at = typeof event === 'number' ? event : event.meeting.at;
    const ends = Math.min(...play.orders.filter(isLive).map(endSecond));
    if (at >= ends && ends < to) expire(play, ends);
    else if (typeof event === 'number') return event;
    else act(play, event.order, event.meeting);
  }
  return to;
}

/**
 * What the market does to a group of orders from one second until before another.
 * @param group one order, or a bracket: the parent first
 * @param budget how many steps the search may take; it is used up
 */
export function matchGroup(market: Market, group: readonly WorkingOrder[], from: number, to: number, budget: Budget): Outcome {
  const play: Play = { market, orders: group.map((order) => startMatching(order, from)), fills: [] };
  const reached = run(play, to, budget);
  return { orders: play.orders.map(stopMatching), fills: play.fills, reached };
}

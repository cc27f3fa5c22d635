// A decision about an account's books in the making: starts from the books as they are at one version, and gathers what is to be written.
import { findListing } from '@/lib/brokerage/market/instruments';
import { type Budget, type PricePath, pricePath } from '@/lib/brokerage/market/path';
import type { Hours } from '@/lib/brokerage/market/quote';
import type { MarketSplit } from '@/lib/brokerage/market/splits';
import type { Core } from '@/lib/core/context';
import { newId as freshId } from '@/lib/core/crypto';
import type { Decimal } from '@/lib/core/money';
import { type Books, type Fill, isLive, type WorkingOrder } from './books';
import { matchGroup, type Outcome } from './fills';
import { deposit, type Entry, type Settlement, settle } from './ledger';
import { groupsOf } from './margin';
import { type HoldingSplit, nextSplits, splitBooks } from './splitting';

export type IdPrefix = 'ord' | 'fil' | 'txn' | 'pos';
export type BookedFill = Fill & Readonly<{ id: string }>;
export type BookedSplit = HoldingSplit & Readonly<{ id: string }>;

export type Desk = {
  readonly hours: Hours;
  readonly newId: (prefix: IdPrefix) => string;
  /** As they are after all that was decided so far. */
  books: Books;
  readonly fills: BookedFill[];
  readonly entries: Entry[];
  readonly splits: BookedSplit[];
  /** Orders new or changed, by id, as they are now. */
  readonly changed: Map<string, WorkingOrder>;
  /** Whether something happened that others should see, more than time going by. */
  isEventful: boolean;
};

export function openDesk(core: Pick<Core, 'random' | 'settings'>, books: Books): Desk {
  const newId = (prefix: IdPrefix) => freshId(core, prefix);
  return { hours: core.settings.paperHours, newId, books, fills: [], entries: [], splits: [], changed: new Map(), isEventful: false };
}

/** Puts orders on the books as they are now. */
export function putOrders(desk: Desk, orders: readonly WorkingOrder[]): void {
  const byId = new Map(desk.books.orders.map((order) => [order.id, order]));
  for (const order of orders) {
    byId.set(order.id, order);
    desk.changed.set(order.id, order);
  }
  desk.books = { ...desk.books, orders: [...byId.values()].filter(isLive) };
}

function book(desk: Desk, symbol: string | null, { holding, cash, entries }: Settlement): void {
  const others = desk.books.holdings.filter((held) => held.symbol !== symbol);
  desk.entries.push(...entries);
  desk.books = { ...desk.books, cash: desk.books.cash.plus(cash), holdings: holding ? [...others, holding] : others };
}

export function bookDeposit(desk: Desk, amount: Decimal, at: number): void {
  book(desk, null, deposit(desk.newId, amount, at));
}

export function bookFill(desk: Desk, fill: Fill, isFree = false): void {
  const held = desk.books.holdings.find(({ symbol }) => symbol === fill.symbol) ?? null;
  const id = desk.newId('fil');
  desk.fills.push({ ...fill, id });
  book(desk, fill.symbol, settle(desk.newId, held, fill, id, isFree));
}

const paths = new Map<string, PricePath>();

function pathOf(symbol: string): PricePath {
  const known = paths.get(symbol);
  if (known) return known;
  const listing = findListing(symbol);
  if (!listing) throw new Error(`an open order in ${symbol}, which is not listed`);
  const path = pricePath(listing);
  paths.set(symbol, path); // as many as there are listings
  return path;
}

function matchOne(group: readonly WorkingOrder[], hours: Hours, from: number, to: number, budget: Budget): Outcome {
  const symbol = group[0]?.symbol ?? '';
  const listing = findListing(symbol);
  if (!listing) return { orders: group, fills: [], reached: to };
  return matchGroup({ listing, path: pathOf(symbol), hours }, group, from, to, budget);
}

/** Matches some groups of orders from one second until before another, and books what filled, in the order of time. */
function match(desk: Desk, groups: readonly WorkingOrder[][], from: number, to: number, budget: Budget): number {
  // Each has its share, so that one long search never keeps the others, and with them the account, where they are.
  const share = Math.max(1, Math.floor(budget.left / groups.length));
  const outcomes = groups.map((group) => matchOne(group, desk.hours, from, to, { left: share }));
  const reached = Math.min(to, ...outcomes.map((outcome) => outcome.reached));
  // One search that ran out of steps holds back the others: what happens in an account happens in the order of time.
  if (reached < to) return match(desk, groups, from, reached, { left: Number.POSITIVE_INFINITY });
  const before = new Map(desk.books.orders.map((order) => [order.id, order]));
  const differs = (order: WorkingOrder, field: 'updatedAt' | 'status' | 'water') => before.get(order.id)?.[field] !== order[field];
  const orders = outcomes.flatMap((outcome) => outcome.orders);
  if (orders.some((order) => differs(order, 'updatedAt') || differs(order, 'status'))) desk.isEventful = true;
  putOrders(
    desk,
    orders.filter((order) => differs(order, 'updatedAt') || differs(order, 'status') || differs(order, 'water')),
  );
  const fills = outcomes.flatMap((outcome) => outcome.fills);
  for (const fill of fills.toSorted((a, b) => a.at - b.at)) bookFill(desk, fill);
  return to;
}

/** Matches all open orders up to a second, that one included. @returns whether the budget sufficed */
function matchUntil(desk: Desk, second: number, budget: Budget): boolean {
  const { matchedSecond, orders } = desk.books;
  const reached = orders.length === 0 ? second + 1 : match(desk, groupsOf(orders), matchedSecond + 1, second + 1, budget);
  desk.books = { ...desk.books, matchedSecond: reached - 1 };
  return reached > second;
}

/** Books a split and reaches its second, in which the account trades nothing: a split that is booked is never met again. */
function bookSplit(desk: Desk, split: MarketSplit): void {
  const { holdings, changed, split: done } = splitBooks(desk.books, split);
  desk.books = { ...desk.books, holdings, matchedSecond: split.second };
  putOrders(desk, changed);
  if (done) desk.splits.push({ ...done, id: desk.newId('txn') });
  desk.isEventful = true;
}

/**
 * Brings the books to a second, that one included, as far as the budget goes: open orders meet the market, and what splits is split.
 * @returns whether it got there
 */
export function advanceDesk(desk: Desk, second: number, budget: Budget): boolean {
  while (desk.books.matchedSecond < second) {
    const splits = nextSplits(desk.books);
    const [next] = splits;
    const until = Math.min(second, next ? next.second - 1 : second);
    if (desk.books.matchedSecond < until && !matchUntil(desk, until, budget)) return false;
    if (next && next.second <= second) for (const split of splits) bookSplit(desk, split);
  }
  return true;
}

/** Lets new orders meet the market in the second they were given in. */
export function matchNew(desk: Desk, orders: readonly WorkingOrder[], second: number): void {
  putOrders(desk, orders);
  match(desk, [[...orders]], second, second + 1, { left: Number.POSITIVE_INFINITY });
}

// What a split does to an account's books: holdings become more or fewer shares at the same cost, and open orders are told in the new
// shares, as brokers do under FINRA rule 5330. Where shares are joined, open orders end: what they asked for may no longer be possible.
import { findListing } from '@/lib/brokerage/market/instruments';
import { tickPips } from '@/lib/brokerage/market/quote';
import { type MarketSplit, splitsAround } from '@/lib/brokerage/market/splits';
import { Decimal } from '@/lib/core/money';
import { type Books, type Holding, isWorking, type WorkingOrder, ZERO } from './books';
import { cancelInGroup } from './bracket';
import { groupsOf, isOpening, setAside } from './margin';

/** A fraction of a share has at most so many digits; what is below counts as one of the last. */
const FRACTION_SCALE = 6;

/** A holding that became another number of shares. */
export type HoldingSplit = Readonly<{
  symbol: string;
  oldShares: number;
  newShares: number;
  quantityBefore: Decimal;
  quantityAfter: Decimal;
  /** Epoch milliseconds. */
  at: number;
}>;

/** The splits that come first among those of all the account holds or has on order, after the second its books have reached. */
export function nextSplits({ holdings, orders, matchedSecond }: Pick<Books, 'holdings' | 'orders' | 'matchedSecond'>): MarketSplit[] {
  const symbols = new Set([...holdings, ...orders].map(({ symbol }) => symbol));
  const coming = [...symbols].flatMap((symbol) => {
    const listing = findListing(symbol);
    const around = listing ? splitsAround(listing, matchedSecond) : null;
    return around ? [around.next] : [];
  });
  const first = Math.min(...coming.map(({ second }) => second));
  return coming.filter(({ second }) => second === first);
}

function splitHolding(holding: Holding, { oldShares, newShares }: MarketSplit): Holding {
  const quantity = holding.quantity.times(newShares).div(oldShares).toDecimalPlaces(FRACTION_SCALE, Decimal.ROUND_UP);
  return { ...holding, quantity };
}

/** A price in the new shares, on tick: never more than a buyer, never less than a seller asked for, and no stop nearer to the market. */
function splitPrice(pips: number, shares: number, isUpwards: boolean): number {
  const exact = pips / shares;
  const tick = tickPips(exact);
  return Math.max(tick, (isUpwards ? Math.ceil(exact / tick) : Math.floor(exact / tick)) * tick);
}

function splitOrder(order: WorkingOrder, shares: number, at: number): WorkingOrder {
  const { side, limit, stop, water, reserve } = order;
  const isSelling = side === 'sell';
  return {
    ...order,
    quantity: order.quantity.times(shares),
    filledQuantity: order.filledQuantity.times(shares),
    limit: limit === null ? null : splitPrice(limit, shares, isSelling),
    stop: stop === null ? null : splitPrice(stop, shares, !isSelling),
    water: water === null ? null : splitPrice(water, shares, !isSelling),
    reserve: splitPrice(reserve, shares, isSelling),
    updatedAt: at,
    splitAt: at,
  };
}

const canceledAt = (at: number) => ({ status: 'canceled' as const, updatedAt: at, splitAt: at });

export type Splitting = Readonly<{
  holdings: readonly Holding[];
  /** Orders that are not as they were. */
  changed: readonly WorkingOrder[];
  split: HoldingSplit | null;
}>;

/** What a split makes of an account's holdings and orders. Orders that end in its very second stay as they are. */
export function splitBooks(books: Books, split: MarketSplit): Splitting {
  const { symbol, oldShares, newShares, second } = split;
  const at = second * 1_000;
  const shares = newShares / oldShares;
  const held = books.holdings.find((holding) => holding.symbol === symbol);
  const after = held && splitHolding(held, split);
  const holdings = books.holdings.map((holding) => (holding === held && after ? after : holding));
  const changed = books.orders
    .filter((order) => order.symbol === symbol && order.expiresAt > at)
    .map((order) => (Number.isInteger(shares) ? splitOrder(order, shares, at) : { ...order, ...canceledAt(at) }));
  return {
    holdings,
    changed: withinCash({ ...books, holdings, orders: replaced(books.orders, changed) }, changed, symbol, at),
    split: held && after ? { symbol, oldShares, newShares, quantityBefore: held.quantity, quantityAfter: after.quantity, at } : null,
  };
}

function replaced(orders: readonly WorkingOrder[], changed: readonly WorkingOrder[]): WorkingOrder[] {
  const byId = new Map(changed.map((order) => [order.id, order]));
  return orders.map((order) => byId.get(order.id) ?? order);
}

/** More shares may cost more commission: an order that a cash account can no longer pay for is canceled. */
function withinCash({ type, cash, holdings, orders }: Books, changed: readonly WorkingOrder[], symbol: string, at: number): WorkingOrder[] {
  if (type !== 'cash' || setAside(orders, holdings).lte(cash)) return [...changed];
  const held = holdings.find((holding) => holding.symbol === symbol)?.quantity ?? ZERO;
  const canceled = groupsOf(orders).flatMap((group) => {
    const [first] = group;
    const isUnpaid = first?.symbol === symbol && isWorking(first) && first.leg === null && isOpening(first.side, held);
    return isUnpaid ? cancelInGroup(group, first.id, at) : [];
  });
  return replaced(changed, canceled);
}

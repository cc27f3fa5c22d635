// What a new person starts with: a paper account of 100,000 dollars, part of it already invested at the market's prices.

import { quoteAt } from '@/lib/brokerage/market/quote';
import { requireListings } from '@/lib/brokerage/market/symbol';
import { newId } from '@/lib/core/crypto';
import { Decimal } from '@/lib/core/money';
import type { Ctx } from '@/lib/db/context';
import { MARKET_CURRENCY, pipsOf, ZERO } from './books';
import { bookDeposit, bookFill, type Desk, openDesk, putOrders } from './desk';
import { expiryOf } from './expiry';
import { insertFirstAccount } from './queries/first-account';

export const STARTING_CASH = new Decimal(100_000);
/** About this many dollars go into each, in whole shares. */
const STARTING_PORTFOLIO: readonly (readonly [symbol: string, dollars: number])[] = [
  ['AAPL', 10_000],
  ['MSFT', 10_000],
  ['NVDA', 7_500],
  ['VTI', 15_000],
];

const NUMBER_DIGITS = 10;

/** An account number: ten random digits. */
function newNumber({ random }: Ctx): string {
  const value = BigInt(`0x${Buffer.from(random(16)).toString('hex')}`);
  return String(value % 10n ** BigInt(NUMBER_DIGITS)).padStart(NUMBER_DIGITS, '0');
}

/** Books one purchase at the asking price, free of commission. */
function buy(desk: Desk, symbol: string, dollars: number, time: number): void {
  const [listing] = requireListings([symbol], 'symbol');
  if (!listing) throw new Error(`${symbol} is not listed`);
  const price = new Decimal(quoteAt(listing, time, desk.hours).ask);
  const quantity = Decimal.max(1, new Decimal(dollars).div(price).floor());
  const id = desk.newId('ord');
  const reserve = pipsOf(price);
  const common = {
    limit: null,
    stop: null,
    trailPercent: null,
    water: null,
    isTriggered: false,
    parentId: null,
    leg: null,
    splitAt: null,
    extendedHours: false,
  };
  const times = { submittedAt: time, updatedAt: time, expiresAt: expiryOf('day', false, time, desk.hours) };
  const filled = { quantity, filledQuantity: quantity, filledValue: quantity.times(price), status: 'filled' as const };
  const terms = { symbol, side: 'buy' as const, type: 'market' as const, timeInForce: 'day' as const, reserve };
  putOrders(desk, [{ id, clientOrderId: `opening-${id}`, ...terms, ...common, ...times, ...filled }]);
  bookFill(desk, { orderId: id, symbol, side: 'buy', quantity, price: reserve, at: time }, true);
}

/** Opens the person's first paper account. Calling it again, or from many places at once, changes nothing. */
export async function openPaperAccount(ctx: Ctx, userId: string): Promise<void> {
  const openedAt = ctx.now();
  const time = openedAt.getTime();
  const desk = openDesk(ctx, {
    accountId: newId(ctx, 'acc'),
    userId,
    type: 'margin',
    status: 'active',
    isTradingEnabled: false,
    currency: MARKET_CURRENCY,
    version: 0,
    cash: ZERO,
    matchedSecond: Math.floor(time / 1_000),
    holdings: [],
    orders: [],
  });
  bookDeposit(desk, STARTING_CASH, time);
  for (const [symbol, dollars] of STARTING_PORTFOLIO) buy(desk, symbol, dollars, time);
  const wasOpened = await insertFirstAccount(ctx, { name: 'Paper', number: newNumber(ctx), openedAt }, desk);
  if (wasOpened) ctx.log.info('paper.account_opened', { userId });
}

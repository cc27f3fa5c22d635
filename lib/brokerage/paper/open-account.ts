// What a new person starts with: a paper account of 100,000 dollars, part of it already invested at the market's prices.

import { quoteAt } from '@/lib/brokerage/market/quote';
import { requireListings } from '@/lib/brokerage/market/symbol';
import { newId } from '@/lib/core/crypto';
import { Decimal, decimalText, moneyText } from '@/lib/core/money';
import type { Ctx } from '@/lib/db/context';
import { MARKET_CURRENCY } from './books';
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

function purchase(ctx: Ctx, symbol: string, dollars: number) {
  const orderId = newId(ctx, 'ord');
  const [listing] = requireListings([symbol], 'symbol');
  if (!listing) throw new Error(`${symbol} is not listed`);
  const price = new Decimal(quoteAt(listing, ctx.now().getTime(), ctx.settings.paperHours).ask);
  const quantity = Decimal.max(1, new Decimal(dollars).div(price).floor());
  return { positionId: newId(ctx, 'pos'), orderId, clientOrderId: `opening-${orderId}`, symbol, quantity, price };
}

/** Opens the person's first paper account. Calling it again, or from many places at once, changes nothing. */
export async function openPaperAccount(ctx: Ctx, userId: string): Promise<void> {
  const purchases = STARTING_PORTFOLIO.map(([symbol, dollars]) => purchase(ctx, symbol, dollars));
  const cost = purchases.reduce((total, { quantity, price }) => total.plus(quantity.times(price)), new Decimal(0));
  const wasOpened = await insertFirstAccount(ctx, {
    id: newId(ctx, 'acc'),
    userId,
    name: 'Paper',
    number: newNumber(ctx),
    type: 'margin',
    currency: MARKET_CURRENCY,
    cash: moneyText(STARTING_CASH.minus(cost), MARKET_CURRENCY),
    openedAt: ctx.now(),
    purchases: purchases.map(({ quantity, price, ...rest }) => ({ ...rest, quantity: decimalText(quantity), price: decimalText(price) })),
  });
  if (wasOpened) ctx.log.info('paper.account_opened', { userId });
}

// Trades with the marks of their clients and the prices of now, for pages and JSON routes.
import { type BrokerCtx, BrokerError } from '@/lib/brokerage/port';
import type { Quote } from '@/lib/brokerage/schema';
import { findClientIdentities } from '@/lib/clients/queries/names';
import { priceText } from '@/lib/core/money';
import type { Ctx } from '@/lib/db/context';
import { quotesOf } from '@/lib/trading/market';
import type { Approvals, PriceMove, ShownTrade } from '@/lib/trading/portal-schema';
import type { TradeView } from '@/lib/trading/schema';
import { sidePrice } from '@/lib/trading/value';
import { getTrade, listRecentTrades, listWaitingTrades } from '@/lib/trading/views';
import { tradingContext } from './trading';

const DECIDED_SHOWN = 20;
const LOOKED_THROUGH = 200;

/** What waits for the person, and what became of the last trades that did. */
export async function approvalsOf(ctx: Ctx, userId: string): Promise<Approvals> {
  const broker = tradingContext(ctx);
  const [waiting, recent] = await Promise.all([listWaitingTrades(broker, userId), listRecentTrades(broker, userId, LOOKED_THROUGH)]);
  const decided = recent.filter(({ approvalId, state }) => approvalId !== null && state !== 'awaiting_approval').slice(0, DECIDED_SHOWN);
  const shown = await show(broker, userId, [...waiting, ...decided]);
  return { waiting: shown.slice(0, waiting.length), decided: shown.slice(waiting.length) };
}

/** @throws NotFound for what is no approval of this person */
export async function approvalOf(ctx: Ctx, userId: string, approvalId: string): Promise<ShownTrade> {
  const broker = tradingContext(ctx);
  return showOne(broker, userId, await getTrade(broker, userId, approvalId));
}

export async function showOne(ctx: BrokerCtx, userId: string, trade: TradeView): Promise<ShownTrade> {
  const [shown] = await show(ctx, userId, [trade]);
  if (!shown) throw new Error('unreachable: one trade is shown as one');
  return shown;
}

/** The newest trades of one connection, whatever became of them. */
export async function tradesOfConnection(ctx: Ctx, userId: string, grantId: string, limit: number): Promise<ShownTrade[]> {
  const broker = tradingContext(ctx);
  const trades = await listRecentTrades(broker, userId, LOOKED_THROUGH);
  return show(broker, userId, trades.filter((trade) => trade.grantId === grantId).slice(0, limit));
}

async function show(ctx: BrokerCtx, userId: string, trades: readonly TradeView[]): Promise<ShownTrade[]> {
  const waiting = trades.filter(({ state }) => state === 'awaiting_approval');
  const symbols = [...new Set(waiting.flatMap(({ orders }) => orders.map(({ symbol }) => symbol)))];
  const [identities, quotes] = await Promise.all([
    findClientIdentities(
      ctx,
      trades.map(({ clientId }) => clientId),
    ),
    quotesNow(ctx, userId, symbols),
  ]);
  return trades.map((trade) => {
    const identity = identities.get(trade.clientId);
    const prices = trade.state === 'awaiting_approval' ? movesOf(trade, quotes) : [];
    return {
      ...trade,
      clientName: identity?.name ?? trade.clientName,
      isVerified: identity?.isVerified ?? false,
      prices,
      secondsLeft: secondsUntil(ctx, trade.expiresAt),
    };
  });
}

function secondsUntil({ now }: Ctx, time: string): number {
  return Math.max(0, Math.round((new Date(time).getTime() - now().getTime()) / 1000));
}

/** None while the broker does not answer: the trade is worth showing all the same. */
async function quotesNow(ctx: BrokerCtx, userId: string, symbols: readonly string[]): Promise<ReadonlyMap<string, Quote>> {
  if (symbols.length === 0) return new Map();
  try {
    return await quotesOf(ctx, userId, symbols);
  } catch (thrown) {
    if (!(thrown instanceof BrokerError)) throw thrown;
    ctx.log.info('approvals.no_quotes', { reason: thrown.message });
    return new Map();
  }
}

/** One for each instrument, at the side of its first order. */
function movesOf({ orders }: TradeView, quotes: ReadonlyMap<string, Quote>): PriceMove[] {
  const moves = new Map<string, PriceMove>();
  for (const { symbol, side, referencePrice } of orders) {
    const quote = quotes.get(symbol);
    if (!moves.has(symbol)) moves.set(symbol, { symbol, proposed: referencePrice, now: quote ? priceText(sidePrice(quote, side)) : null });
  }
  return [...moves.values()];
}

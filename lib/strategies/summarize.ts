// What a finished simulation comes to: figures, the open position, the curve.
import { Decimal, decimalText, moneyText, priceText } from '@/lib/core/money';
import { takeTurns } from '@/lib/core/turns';
import { type BacktestResult, CURRENCY, type EquityPoint, type Metrics, type OpenPosition, type Trade } from './schema';
import { averageOf, type Book, type ClosedTrade, INITIAL_CASH, type Point } from './simulate';

const MOST_POINTS = 240;
const PERCENT_DECIMALS = 2;

const money = (value: Decimal) => moneyText(value, CURRENCY);
const percent = (value: Decimal) => decimalText(value.toDecimalPlaces(PERCENT_DECIMALS));
const ratio = (part: Decimal, whole: Decimal) => percent(part.times(100).div(whole));
const sum = (values: readonly Decimal[]) => values.reduce((total, value) => total.plus(value), new Decimal(0));

export type Summary = Readonly<{ result: BacktestResult; trades: Trade[] }>;

/** Thousands of figures are written out, so others have their turns in between. */
export async function summarize(book: Book): Promise<Summary> {
  const turn = takeTurns();
  const metrics = metricsOf(book);
  await turn();
  const equity: EquityPoint[] = [];
  for (const point of thinned(book.points)) {
    equity.push(pointOf(point));
    await turn();
  }
  const trades: Trade[] = [];
  for (const trade of book.trades) {
    trades.push(tradeOf(trade));
    await turn();
  }
  return { result: { metrics, openPosition: openPositionOf(book), equity }, trades };
}

function metricsOf(book: Book): Metrics {
  const { points, trades, cash, shares, lastPrice, commissions, refusedBuys, deepestFall, deepestFallPercent } = book;
  const finalEquity = cash.plus(shares.times(lastPrice));
  const netProfit = finalEquity.minus(INITIAL_CASH);
  const gains = trades.filter(({ pl }) => pl.greaterThan(0)).map(({ pl }) => pl);
  const losses = trades.filter(({ pl }) => pl.lessThan(0)).map(({ pl }) => pl);
  const lost = sum(losses).abs();
  const invested = points.filter(({ isInvested }) => isInvested).length;
  const hasTrades = trades.length > 0;
  return {
    initialCash: money(INITIAL_CASH),
    finalEquity: money(finalEquity),
    netProfit: money(netProfit),
    returnPercent: ratio(netProfit, INITIAL_CASH),
    buyAndHoldReturnPercent: ratio((points.at(-1)?.buyAndHold ?? INITIAL_CASH).minus(INITIAL_CASH), INITIAL_CASH),
    maxDrawdown: money(deepestFall),
    maxDrawdownPercent: percent(deepestFallPercent),
    trades: trades.length,
    winningTrades: gains.length,
    losingTrades: losses.length,
    winRatePercent: hasTrades ? ratio(new Decimal(gains.length), new Decimal(trades.length)) : null,
    profitFactor: lost.isZero() ? null : decimalText(sum(gains).div(lost).toDecimalPlaces(PERCENT_DECIMALS)),
    averageTrade: hasTrades ? money(sum(trades.map(({ pl }) => pl)).div(trades.length)) : null,
    exposurePercent: points.length === 0 ? '0' : ratio(new Decimal(invested), new Decimal(points.length)),
    commissions: money(commissions),
    bars: points.length,
    refusedBuys,
  };
}

function openPositionOf(book: Book): OpenPosition | null {
  const average = averageOf(book);
  if (!average) return null;
  const { shares, lastPrice, paid } = book;
  return {
    quantity: decimalText(shares),
    averagePrice: priceText(average.toDecimalPlaces(4)),
    lastPrice: priceText(lastPrice),
    unrealizedPl: money(shares.times(lastPrice).minus(paid)),
  };
}

/** Evenly fewer points; the last one always. */
function thinned(points: readonly Point[]): readonly Point[] {
  const stride = Math.max(1, Math.ceil(points.length / MOST_POINTS));
  return points.filter((_, index) => (points.length - 1 - index) % stride === 0);
}

const pointOf = ({ time, equity, buyAndHold }: Point): EquityPoint => ({ time, equity: money(equity), buyAndHold: money(buyAndHold) });

function tradeOf({ quantity, entryAt, entryPrice, exitAt, exitPrice, cost, pl, reason }: ClosedTrade): Trade {
  return {
    quantity: decimalText(quantity),
    entryAt,
    entryPrice: priceText(entryPrice.toDecimalPlaces(4)),
    exitAt,
    exitPrice: priceText(exitPrice),
    pl: money(pl),
    plPercent: ratio(pl, cost),
    reason,
  };
}

// Assets, the clock and market data.
import { exchangeDate } from '@/lib/brokerage/market/calendar';
import { LISTINGS } from '@/lib/brokerage/market/instruments';
import { paperBroker } from '@/lib/brokerage/paper/broker';
import { type Asked, Refusal } from './wire';

export async function snapshots({ ctx, account: { userId }, query }: Asked): Promise<object> {
  const known = (query.get('symbols') ?? '').split(',').filter((symbol) => LISTINGS.some((listing) => listing.symbol === symbol));
  if (known.length === 0) return {};
  const quotes = await paperBroker.getQuotes(ctx, userId, known);
  return Object.fromEntries(
    quotes.map(({ symbol, bid, ask, bidSize, askSize, last, time }) => [
      symbol,
      {
        latestTrade: { p: Number(last), s: 100, t: time },
        latestQuote: { bp: Number(bid), bs: Number(bidSize), ap: Number(ask), as: Number(askSize), t: time },
      },
    ]),
  );
}

const INTERVALS = { '1Min': '1m', '5Min': '5m', '15Min': '15m', '1Hour': '1h', '1Day': '1d' } as const;

export async function bars({ ctx, account: { userId }, query, params: [symbol = ''] }: Asked): Promise<object> {
  if (!LISTINGS.some((listing) => listing.symbol === symbol)) return { bars: null, symbol, next_page_token: null };
  const interval = INTERVALS[query.get('timeframe') as keyof typeof INTERVALS];
  const wish = { symbol, interval, from: new Date(query.get('start') ?? 0), limit: Number(query.get('limit')) };
  const found = await paperBroker.getBars(ctx, userId, wish);
  return {
    symbol,
    next_page_token: null,
    bars: found.map(({ time, open, high, low, close, volume }) => ({
      t: time,
      o: Number(open),
      h: Number(high),
      l: Number(low),
      c: Number(close),
      v: Number(volume),
    })),
  };
}

export function asset({ params: [symbol = ''] }: Asked): object {
  const found = LISTINGS.find((listing) => listing.symbol === symbol);
  if (!found) throw new Refusal(404, 40410000, `asset not found for ${symbol}`);
  return { symbol, name: found.name, exchange: found.exchange, status: 'active', tradable: true };
}

export const assets = () => LISTINGS.map(({ symbol, name, exchange }) => ({ symbol, name, exchange, status: 'active', tradable: true }));

export function clock({ ctx }: Asked): object {
  const time = ctx.now().getTime();
  return {
    timestamp: new Date(time).toISOString(),
    is_open: true,
    next_open: new Date(time + 3_600_000).toISOString(),
    next_close: new Date(time + 7_200_000).toISOString(),
  };
}

/** Splits one a page, as the API may; the day is all it tells. */
export async function corporateActions({ ctx, account: { userId }, query }: Asked): Promise<object> {
  const symbols = (query.get('symbols') ?? '').split(',');
  const found = await paperBroker.listSplits(ctx, userId, { symbols, from: new Date(`${query.get('start')}T00:00:00Z`) });
  const index = Number(query.get('page_token') ?? 0);
  const rows = found.slice(index, index + 1).map(({ symbol, oldShares, newShares, time }) => ({
    symbol,
    old_rate: Number(oldShares),
    new_rate: Number(newShares),
    ex_date: exchangeDate(Date.parse(time)),
    process_date: exchangeDate(Date.parse(time)),
  }));
  const isForward = ({ old_rate, new_rate }: (typeof rows)[number]) => new_rate > old_rate;
  const [forward, reverse] = [rows.filter(isForward), rows.filter((row) => !isForward(row))];
  return {
    corporate_actions: { ...(forward.length && { forward_splits: forward }), ...(reverse.length && { reverse_splits: reverse }) },
    next_page_token: index + 1 < found.length ? String(index + 1) : null,
  };
}

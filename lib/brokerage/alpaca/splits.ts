// Splits from Alpaca's corporate actions.
import { tradingDay } from '@/lib/brokerage/market/calendar';
import type { SplitQuery } from '@/lib/brokerage/port';
import { requireSplitQuery } from '@/lib/brokerage/read-arguments';
import type { Split } from '@/lib/brokerage/schema';
import { decimalText } from '@/lib/core/money';
import type { Ctx } from '@/lib/db/context';
import { callAlpaca } from './api';
import { anyConnectionOf } from './connections';
import { AlpacaCorporateActions } from './wire';

const ROWS_PER_PAGE = 1_000;
const MOST_PAGES = 20;

export async function listSplits(ctx: Ctx, userId: string, query: SplitQuery, timeoutMs: number): Promise<Split[]> {
  const { symbols, fromMs } = requireSplitQuery(query);
  if (symbols.length === 0) return [];
  const { credentials } = await anyConnectionOf(ctx, userId);
  const dateOf = (time: number) => new Date(time).toISOString().slice(0, 10);
  const now = ctx.now().getTime();
  const splits: Split[] = [];
  let pageToken: string | undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const call = {
      host: 'data',
      path: '/v1beta1/corporate-actions',
      query: {
        symbols: symbols.join(','),
        types: 'forward_split,reverse_split',
        start: dateOf(fromMs),
        end: dateOf(now),
        limit: ROWS_PER_PAGE,
        sort: 'asc',
        page_token: pageToken,
      },
      subject: 'market data',
    } as const;
    const { corporate_actions: found, next_page_token } = await callAlpaca(ctx, credentials, call, AlpacaCorporateActions, timeoutMs);
    for (const { symbol, old_rate, new_rate, ex_date } of [...found.forward_splits, ...found.reverse_splits]) {
      // On the day itself it trades in new shares from the pre-market on; the day it is paid out may be another.
      const time = new Date(tradingDay(ex_date).preMarketMs).toISOString();
      splits.push({ symbol, oldShares: decimalText(old_rate), newShares: decimalText(new_rate), time });
    }
    if (!next_page_token) break;
    pageToken = next_page_token;
  }
  const inPeriod = splits.filter(({ time }) => Date.parse(time) >= fromMs && Date.parse(time) <= now);
  return inPeriod.toSorted((a, b) => Date.parse(a.time) - Date.parse(b.time));
}

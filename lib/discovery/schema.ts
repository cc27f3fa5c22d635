// Discovery: what people chose to show one another (returns, statistics, symbols traded, posts), and figures over all who do. This folder
// owns sharing (opt-in, per person and account), the copies and figures made of it, and posts. Nothing of anybody else is ever in here:
// the copies are made when somebody switches sharing on, and go, in one transaction, when they switch it off.
import { z } from 'zod';
import { requireHandle } from './handle';

export const PERIODS = ['1w', '1m', '3m', '1y', 'all'] as const;
export type Period = (typeof PERIODS)[number];
const PERIOD_DAYS: Readonly<Record<Exclude<Period, 'all'>, number>> = { '1w': 7, '1m': 30, '3m': 91, '1y': 365 };
const DAY_MS = 86_400_000;

/** When a period began; null: at the beginning. */
export function periodStart(period: Period, now: number): number | null {
  return period === 'all' ? null : now - PERIOD_DAYS[period] * DAY_MS;
}

/** An asset's figure is shown only when at least so many people contribute to it. */
export const FEWEST_PEOPLE = 3;
/** Single fills are shown this late. */
export const FILL_DELAY_MS = 15 * 60_000;
export const LONGEST_POST = 500;
/** How many markets a trader is described with. */
export const MARKETS_SHOWN = 10;

export const Handle = z
  .string('Choose a handle.')
  .trim()
  .transform((text, context) => {
    const problem = requireHandle(text);
    if (problem !== null) context.addIssue({ code: 'custom', message: problem });
    return text;
  });

export const SharingInput = z.strictObject({
  handle: Handle,
  accountIds: z.array(z.string().min(1).max(80)).min(1, 'Choose at least one account.').max(50),
});
export type SharingInput = z.output<typeof SharingInput>;

export const NewPost = z.strictObject({
  text: z
    .string('Write something.')
    .max(LONGEST_POST * 4, `Use at most ${LONGEST_POST} characters.`)
    .refine((text) => text.trim() !== '', 'Write something.')
    .refine((text) => [...text.trim()].length <= LONGEST_POST, `Use at most ${LONGEST_POST} characters.`),
  symbol: z
    .string()
    .trim()
    .max(32, 'This is not a symbol.')
    .transform((text) => text.toUpperCase() || null)
    .nullable()
    .default(null),
});
export type NewPost = z.output<typeof NewPost>;

export type Environments = 'live' | 'paper' | 'mixed';

/** In percent, as plain decimal text. */
export type Figures = Readonly<{
  growth: string;
  /** Null when no trade was closed. */
  winRate: string | null;
  drawdown: string;
  trades: number;
  exposure: string;
}>;

export type Trader = Readonly<{
  id: string;
  handle: string;
  since: Date;
  /** Symbols, most traded first. */
  markets: readonly string[];
  environment: Environments | null;
  /** Of the whole time; null until they have been computed. */
  figures: Figures | null;
}>;

export type TraderSort = 'return' | 'win_rate' | 'trades' | 'newest';

/** One person's figures over a period. */
export type TraderStats = Readonly<{
  id: string;
  handle: string;
  environment: Environments | null;
  figures: Figures | null;
  computedAt: Date | null;
}>;

export type Asset = Readonly<{ id: string; symbol: string; name: string; assetClass: 'stock' | 'etf' }>;

/** What the people who share did with an asset; null where fewer than FEWEST_PEOPLE did. */
export type AssetStats = Readonly<{
  volume: string | null;
  holders: number | null;
  netFlow: string | null;
  /** Percent of their orders that bought. */
  sentiment: string | null;
  currency: string;
  /** Whole days count, up to this moment. */
  until: Date;
}>;

export type DiscoveryEvent = Readonly<{ id: string; time: Date; symbol: string }> &
  Readonly<
    | { type: 'fill'; traderId: string; handle: string; side: 'buy' | 'sell' }
    | { type: 'halt'; until: Date }
    | { type: 'earnings_date'; date: string; session: 'before_open' | 'after_close' }
    | { type: 'split'; date: string; oldShares: number; newShares: number }
  >;

export type Message = Readonly<{ id: string; traderId: string; handle: string; symbol: string | null; text: string; createdAt: Date }>;

/** A place in a list, newest first. */
export type Place = Readonly<{ at: Date; id: string }>;

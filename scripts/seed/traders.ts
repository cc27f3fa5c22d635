// People who share: each with 90 days of trades of their own, and something to say.
import type { RootCtx } from '@/lib/db/context';
import { publishPost } from '@/lib/discovery/posts';
import { findSharing } from '@/lib/discovery/queries/sharings';
import { refreshFigures } from '@/lib/discovery/refresh';
import { NewPost } from '@/lib/discovery/schema';
import { share } from '@/lib/discovery/sharing';
import { brokerFor } from '@/lib/web/broker';
import { at, beginning, signUpAtBeginning, type Trade, tradeThrough } from './history';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

type Trader = Readonly<{
  handle: string;
  trades: readonly Trade[];
  /** Trades every so many days. */
  every: number;
  posts: readonly (readonly [daysAgo: number, symbol: string | null, text: string])[];
}>;

const TRADERS: readonly Trader[] = [
  {
    handle: 'north_star',
    every: 2,
    trades: [
      ['SPY', 'buy', '4'],
      ['QQQ', 'buy', '3'],
      ['AAPL', 'sell', '4'],
      ['SPY', 'sell', '3'],
      ['KO', 'buy', '20'],
    ],
    posts: [
      [41, 'SPY', 'Adding a little every other day. Boring is the plan.'],
      [3, null, 'Wrote down why I bought each position. Two of them had no reason.'],
    ],
  },
  {
    handle: 'steady_hands',
    every: 3,
    trades: [
      ['KO', 'buy', '30'],
      ['PG', 'buy', '8'],
      ['NVDA', 'sell', '5'],
      ['JNJ', 'buy', '7'],
      ['KO', 'sell', '15'],
    ],
    posts: [[12, 'KO', 'Took half off. The rest stays for the dividend.']],
  },
  {
    handle: 'dip_buyer',
    every: 2,
    trades: [
      ['NVDA', 'buy', '10'],
      ['TSLA', 'buy', '6'],
      ['NVDA', 'sell', '8'],
      ['TSLA', 'sell', '5'],
      ['AMD', 'buy', '12'],
      ['AMD', 'sell', '10'],
    ],
    posts: [
      [25, 'TSLA', 'Bought the fall. If it goes on I am wrong, and I will say so here.'],
      [6, 'AMD', 'Out with a small gain. Could have waited, always can.'],
    ],
  },
  {
    handle: 'index_only',
    every: 5,
    trades: [
      ['VTI', 'buy', '5'],
      ['SPY', 'buy', '2'],
      ['KO', 'buy', '5'],
    ],
    posts: [[30, 'VTI', 'One fund, every week. Ask me again in twenty years.']],
  },
  {
    handle: 'quiet_river',
    every: 4,
    trades: [
      ['MSFT', 'sell', '3'],
      ['JPM', 'buy', '6'],
      ['SPY', 'buy', '3'],
      ['JPM', 'sell', '5'],
    ],
    posts: [],
  },
];

async function seedTrader(root: RootCtx, { handle, trades, every, posts }: Trader): Promise<number> {
  const broker = brokerFor(root);
  const person = await signUpAtBeginning(root, `${handle.replace('_', '.')}@example.com`);
  const { userId, accountId } = person;
  await share({ ...at(root, beginning(root) + HOUR_MS), broker }, userId, { handle, accountIds: [accountId] });
  const filled = await tradeThrough(root, person, trades, (day) => day % every === 0);
  for (const [daysAgo, symbol, text] of posts) {
    await publishPost({ ...at(root, root.now().getTime() - daysAgo * DAY_MS), broker }, userId, NewPost.parse({ text, symbol }));
  }
  await refreshFigures({ ...root, broker }, { userId, version: (await findSharing(root, userId))?.version ?? 0 });
  return filled;
}

export async function seedTraders(root: RootCtx): Promise<string> {
  let filled = 0;
  for (const trader of TRADERS) filled += await seedTrader(root, trader);
  const posts = TRADERS.reduce((sum, trader) => sum + trader.posts.length, 0);
  return `${TRADERS.length} traders who share, with ${filled} trades and ${posts} posts.`;
}

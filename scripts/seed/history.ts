// Days gone by, for the seed: the same code that serves people, at the times it would have run.
import { BrokerError, type NewOrder } from '@/lib/brokerage/port';
import { updateTradingEnabled } from '@/lib/brokerage/queries/accounts';
import { newId } from '@/lib/core/crypto';
import type { RootCtx } from '@/lib/db/context';
import { databaseCounters } from '@/lib/db/queries/counters';
import { signUp } from '@/lib/identity/sign-up';
import { brokerFor } from '@/lib/web/broker';

export const EMAIL = 'demo@example.com';

export const DAYS = 90;
export const DAY_MS = 86_400_000;

/** The context as it was at a moment, with sign-up open. */
export const at = (root: RootCtx, time: number): RootCtx => ({
  ...root,
  now: () => new Date(time),
  counters: databaseCounters({ db: root.db, now: () => new Date(time) }), // a day's calls are not counted as of one minute
  settings: { ...root.settings, signUp: 'open' },
});

/** When the history begins. */
export const beginning = (root: RootCtx): number => root.now().getTime() - DAYS * DAY_MS;

/** 15:30 UTC of each weekday since the beginning: within US trading hours, in summer and in winter. */
export function tradingTimes(root: RootCtx): { day: number; time: number }[] {
  const begun = beginning(root);
  const days = Array.from({ length: DAYS - 1 }, (_, index) => index + 1);
  return days
    .map((day) => ({ day, time: Math.floor((begun + day * DAY_MS) / DAY_MS) * DAY_MS + 15.5 * 3_600_000 }))
    .filter(({ time }) => new Date(time).getUTCDay() % 6 !== 0 && time < root.now().getTime());
}

export type Person = Readonly<{ userId: string; accountId: string; accountNumber: string; password: string }>;

/** Signs somebody up at the beginning, with the account that everybody gets. @throws Conflict when the address is taken */
export async function signUpAtBeginning(root: RootCtx, email: string): Promise<Person> {
  const first = at(root, beginning(root));
  const password = newId(root, 'demo');
  const broker = brokerFor(root);
  const user = await signUp(first, { email, password }, (ctx, userId) => broker.openAccounts(ctx, userId));
  const [account] = await broker.listAccounts(first, user.id);
  if (!account) throw new Error('The broker opened no account.');
  return { userId: user.id, accountId: account.id, accountNumber: account.number, password };
}

export type Trade = readonly [symbol: string, side: 'buy' | 'sell', quantity: string];

/** Trades in turn, one each time the day fits. @returns how many were filled; the broker refuses some, as on a holiday */
export async function tradeThrough(
  root: RootCtx,
  { userId, accountId }: Person,
  trades: readonly Trade[],
  isTradingDay: (day: number) => boolean = () => true,
): Promise<number> {
  await updateTradingEnabled(root, userId, accountId, true);
  let filled = 0;
  const times = tradingTimes(root).filter(({ day }) => isTradingDay(day));
  for (const [index, { time }] of times.entries()) {
    const trade = trades[index % trades.length];
    if (trade && (await place(at(root, time), userId, accountId, trade))) filled += 1;
  }
  await updateTradingEnabled(root, userId, accountId, false);
  return filled;
}

async function place(ctx: RootCtx, userId: string, accountId: string, [symbol, side, quantity]: Trade): Promise<boolean> {
  const order: NewOrder = {
    accountId,
    symbol,
    side,
    quantity,
    notional: null,
    type: 'market',
    timeInForce: 'day',
    limitPrice: null,
    stopPrice: null,
    trailPercent: null,
    extendedHours: false,
    takeProfit: null,
    stopLoss: null,
    clientOrderId: newId(ctx, 'seed'),
  };
  try {
    await brokerFor(ctx).placeOrder(ctx, userId, order);
    return true;
  } catch (thrown) {
    if (thrown instanceof BrokerError) return false;
    throw thrown;
  }
}

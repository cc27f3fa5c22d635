// Makes a person's figures from what their broker says of the accounts they share: history, fills and positions, through the port, so that
// every broker gives the same figures.
import { type BrokerCtx, MOST_SYMBOLS_PER_CALL } from '@/lib/brokerage/port';
import type { Account, Execution, Split } from '@/lib/brokerage/schema';
import { sharesSince } from '@/lib/brokerage/split-adjustment';
import { sha256 } from '@/lib/core/crypto';
import { Decimal } from '@/lib/core/money';
import { tradesOf } from './closed-trades';
import { allFigures, growthIndex, type Point } from './figures';
import { claimSharings, type Due, findSharedFills, findSharing, type StoredFill, writeSnapshot } from './queries/sharings';
import type { Environments } from './schema';

/** How old figures get. A claim lasts as long: after a crash they are due again then. */
const REFRESH_SECONDS = 300;
const PEOPLE_PER_STEP = 10;
const PAGE = 200;
const MOST_PAGES = 250;
/** Fills that were booked late, by another instance, are within this of the newest known. */
const OVERLAP_MS = 86_400_000;

/** The event a fill is shown as: tells nothing of the fill's own id, and is the same whenever it is made. */
const eventId = (fillId: string) =>
  `evt_${Buffer.from(sha256(`fill ${fillId}`), 'base64url')
    .toString('hex')
    .slice(0, 32)}`;

async function pointsOf(ctx: BrokerCtx, userId: string, accountId: string): Promise<Point[]> {
  const { points } = await ctx.broker.getPortfolioHistory(ctx, userId, { accountId, period: 'all', interval: '1d' });
  return points.map(({ time, equity, pl }) => ({ time: Date.parse(time), equity: new Decimal(equity), pl: new Decimal(pl) }));
}

/** Oldest first. @param from null: all of them */
async function executionsOf(ctx: BrokerCtx, userId: string, accountId: string, from: Date | null): Promise<Execution[]> {
  const found: Execution[] = [];
  let cursor: string | null = null;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const filter = { accountIds: [accountId], ...(from && { from }) };
    const answer: Awaited<ReturnType<BrokerCtx['broker']['listExecutions']>> = await ctx.broker.listExecutions(ctx, userId, filter, {
      limit: PAGE,
      cursor,
    });
    found.push(...answer.executions);
    cursor = answer.nextCursor;
    if (cursor === null) break;
  }
  return found.reverse();
}

/** The fills of an account that are not copied yet. */
async function newFillsOf(
  ctx: BrokerCtx,
  userId: string,
  accountId: string,
  known: readonly StoredFill[],
  openedAt: number | undefined,
): Promise<StoredFill[]> {
  const own = known.filter((fill) => fill.accountId === accountId);
  const newest = own.at(-1)?.time;
  const executions = await executionsOf(ctx, userId, accountId, newest === undefined ? null : new Date(newest - OVERLAP_MS));
  const ids = new Set(own.map(({ id }) => id));
  return executions.flatMap(({ id: fillId, orderId, symbol, side, quantity, price, time }) => {
    const id = eventId(fillId);
    const filledAt = Date.parse(time);
    if (ids.has(id)) return [];
    const amounts = { quantity: new Decimal(quantity), price: new Decimal(price) };
    return [{ id, accountId, orderId, symbol, side, ...amounts, time: filledAt, isOpening: filledAt === openedAt }];
  });
}

/** The fills in the shares of now: what was bought before a split and sold after it is one trade. @param fills oldest first */
async function inSharesOfNow(ctx: BrokerCtx, userId: string, fills: readonly StoredFill[]): Promise<StoredFill[]> {
  const [oldest] = fills;
  if (!oldest) return [];
  const symbols = [...new Set(fills.map(({ symbol }) => symbol))];
  const splits: Split[] = [];
  for (let start = 0; start < symbols.length; start += MOST_SYMBOLS_PER_CALL) {
    const some = symbols.slice(start, start + MOST_SYMBOLS_PER_CALL);
    splits.push(...(await ctx.broker.listSplits(ctx, userId, { symbols: some, from: new Date(oldest.time) })));
  }
  return fills.map((fill) => {
    const shares = sharesSince(splits, fill.symbol, fill.time);
    return { ...fill, quantity: fill.quantity.times(shares), price: fill.price.div(shares) };
  });
}

function environmentsOf(accounts: readonly Account[]): Environments | null {
  const found = new Set(accounts.map(({ environment }) => environment));
  return found.size > 1 ? 'mixed' : ([...found][0] ?? null);
}

/**
 * Makes one person's figures and writes them, unless they changed what they share meanwhile.
 * @throws BrokerError when the broker gives no answer; the figures before stay
 */
export async function refreshFigures(ctx: BrokerCtx, due: Due): Promise<void> {
  const { userId } = due;
  const sharing = await findSharing(ctx, userId);
  if (!sharing) return;
  const accounts = (await ctx.broker.listAccounts(ctx, userId)).filter(({ id }) => sharing.accountIds.includes(id));
  const known = await findSharedFills(ctx, userId);
  const histories: Point[][] = [];
  const newFills: StoredFill[] = [];
  for (const { id } of accounts) {
    const points = await pointsOf(ctx, userId, id);
    histories.push(points);
    newFills.push(...(await newFillsOf(ctx, userId, id, known, points[0]?.time)));
  }
  const positions = accounts.length === 0 ? [] : await ctx.broker.listPositions(ctx, userId, { accountIds: accounts.map(({ id }) => id) });
  const sum = (amounts: readonly Decimal[]) => amounts.reduce((total, next) => total.plus(next), new Decimal(0));
  const fills = [...known, ...newFills].sort((a, b) => a.time - b.time);
  const record = {
    index: growthIndex(histories),
    trades: tradesOf(await inSharesOfNow(ctx, userId, fills)),
    exposed: sum(positions.map(({ value }) => new Decimal(value).abs())),
    worth: sum(histories.map((points) => points.at(-1)?.equity ?? new Decimal(0))),
  };
  await writeSnapshot(ctx, due, {
    environment: environmentsOf(accounts),
    newFills,
    symbolsHeld: [...new Set(positions.map(({ symbol }) => symbol))],
    figures: allFigures(record, ctx.now().getTime()),
  });
}

/** Makes the figures that are due, in a bounded step. One person's failure keeps nobody else from theirs. @returns how many were due */
export async function refreshDue(ctx: BrokerCtx): Promise<number> {
  const due = await claimSharings(ctx, PEOPLE_PER_STEP, REFRESH_SECONDS);
  for (const sharing of due) {
    try {
      await refreshFigures(ctx, sharing);
    } catch (thrown) {
      ctx.log.warn('discovery.refresh_failed', { reason: thrown instanceof Error ? thrown.message : String(thrown) });
    }
  }
  return due.length;
}

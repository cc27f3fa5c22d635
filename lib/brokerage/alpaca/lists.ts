// The lists of the port, from Alpaca's.
import { readCursor } from '@/lib/brokerage/list-cursor';
import type {
  ExecutionFilter,
  ExecutionPage,
  OrderFilter,
  OrderPage,
  Page,
  PositionFilter,
  TransactionFilter,
  TransactionPage,
} from '@/lib/brokerage/port';
import { requireLimit, requireTime, wellFormed } from '@/lib/brokerage/read-arguments';
import type { Order, Position } from '@/lib/brokerage/schema';
import type { Ctx } from '@/lib/db/context';
import { readPositions } from './accounts';
import { connectionsOf } from './connections';
import { executionsSource, ordersSource, readPage, transactionsSource } from './records';
import { requireSymbol } from './trading';

const own = (ctx: Ctx, userId: string, accountIds: readonly string[] | undefined) => connectionsOf(ctx, userId, wellFormed(accountIds));
const optionalSymbol = (symbol: string | undefined) => (symbol === undefined ? undefined : requireSymbol(symbol, 'symbol'));

function requirePeriod({ from, to }: Readonly<{ from?: Date; to?: Date }>): void {
  requireTime(from, 'from');
  requireTime(to, 'to');
}

const cursorTime = (cursor: string | null | undefined) => (cursor ? readCursor(cursor).at : null);
const within = (time: string, { from, to }: Readonly<{ from?: Date; to?: Date }>) =>
  (!from || Date.parse(time) >= from.getTime()) && (!to || Date.parse(time) < to.getTime());

function matches({ status, symbol, submittedAt }: Order, filter: OrderFilter, asked: string | undefined): boolean {
  const isOpen = status === 'open' || status === 'partially_filled';
  const wanted = filter.status ?? 'all';
  return (
    (wanted === 'all' || (wanted === 'open' ? isOpen : status === wanted)) &&
    (asked === undefined || symbol === asked) &&
    within(submittedAt, filter)
  );
}

export async function listPositions(
  ctx: Ctx,
  userId: string,
  { accountIds, symbol }: PositionFilter,
  timeoutMs: number,
): Promise<Position[]> {
  const asked = optionalSymbol(symbol);
  const lists = await Promise.all((await own(ctx, userId, accountIds)).map((connection) => readPositions(ctx, connection, timeoutMs)));
  const held = lists.flat().filter((position) => asked === undefined || position.symbol === asked);
  return held.toSorted((a, b) => (a.symbol === b.symbol ? 0 : a.symbol < b.symbol ? -1 : 1));
}

export async function listOrders(ctx: Ctx, userId: string, filter: OrderFilter, page: Page, timeoutMs: number): Promise<OrderPage> {
  requireLimit(page.limit);
  requirePeriod(filter);
  const asked = optionalSymbol(filter.symbol);
  const before = cursorTime(page.cursor);
  const status = filter.status === 'open' ? 'open' : filter.status === undefined || filter.status === 'all' ? 'all' : 'closed';
  const source = ordersSource(ctx, status, asked, filter, before, timeoutMs);
  const connections = await own(ctx, userId, filter.accountIds);
  const { entries, nextCursor } = await readPage(
    connections,
    page,
    ({ submittedAt }) => submittedAt,
    (order) => matches(order, filter, asked),
    source,
  );
  return { orders: entries, nextCursor };
}

export async function listExecutions(
  ctx: Ctx,
  userId: string,
  filter: ExecutionFilter,
  page: Page,
  timeoutMs: number,
): Promise<ExecutionPage> {
  requireLimit(page.limit);
  requirePeriod(filter);
  const asked = optionalSymbol(filter.symbol);
  const source = executionsSource(ctx, filter, cursorTime(page.cursor), timeoutMs);
  const keep = ({ symbol, time }: { symbol: string; time: string }) => (asked === undefined || symbol === asked) && within(time, filter);
  const { entries, nextCursor } = await readPage(await own(ctx, userId, filter.accountIds), page, ({ time }) => time, keep, source);
  return { executions: entries, nextCursor };
}

export async function listTransactions(
  ctx: Ctx,
  userId: string,
  filter: TransactionFilter,
  page: Page,
  timeoutMs: number,
): Promise<TransactionPage> {
  requireLimit(page.limit);
  requirePeriod(filter);
  const source = transactionsSource(ctx, filter, cursorTime(page.cursor), timeoutMs);
  const keep = ({ type, time }: { type: string; time: string }) =>
    (filter.type === undefined || type === filter.type) && within(time, filter);
  const { entries, nextCursor } = await readPage(await own(ctx, userId, filter.accountIds), page, ({ time }) => time, keep, source);
  return { transactions: entries, nextCursor };
}

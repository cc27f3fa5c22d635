// The paged lists of the paper broker: orders, executions, transactions. Open orders have met the market up to now before they are read.

import { cutPage, readCursor, withOneMore } from '@/lib/brokerage/list-cursor';
import type {
  ExecutionFilter,
  ExecutionPage,
  OrderFilter,
  OrderPage,
  Page,
  TransactionFilter,
  TransactionPage,
} from '@/lib/brokerage/port';
import { requireLimit, requireTime, symbolOf, wellFormed } from '@/lib/brokerage/read-arguments';
import type { OrderStatusFilter } from '@/lib/brokerage/schema';
import type { Ctx } from '@/lib/db/context';
import { advancePerson } from './advance';
import { findExecutions } from './queries/executions';
import { findTransactions } from './queries/ledger';
import { findOrders } from './queries/orders';

const STATUSES: Readonly<Record<OrderStatusFilter, string[] | null>> = {
  open: ['held', 'open', 'partially_filled'],
  filled: ['filled'],
  canceled: ['canceled'],
  rejected: ['rejected'],
  expired: ['expired'],
  all: null,
};

/** What all lists have in common. */
function readPage(filter: Readonly<{ accountIds?: readonly string[]; from?: Date; to?: Date }>, { limit, cursor }: Page) {
  requireLimit(limit);
  return {
    accountIds: wellFormed(filter.accountIds),
    from: requireTime(filter.from, 'from'),
    to: requireTime(filter.to, 'to'),
    after: cursor ? readCursor(cursor) : null,
    limit: withOneMore(limit),
  };
}

export async function listOrders(ctx: Ctx, userId: string, filter: OrderFilter, page: Page): Promise<OrderPage> {
  const question = { ...readPage(filter, page), symbol: symbolOf(filter.symbol), statuses: STATUSES[filter.status ?? 'all'] };
  await advancePerson(ctx, userId, question.accountIds);
  const found = await findOrders(ctx, userId, question);
  const { entries, nextCursor } = cutPage(found, page.limit, ({ submittedAt, id }) => ({ at: new Date(submittedAt), id }));
  return { orders: entries, nextCursor };
}

export async function listExecutions(ctx: Ctx, userId: string, filter: ExecutionFilter, page: Page): Promise<ExecutionPage> {
  const question = { ...readPage(filter, page), symbol: symbolOf(filter.symbol) };
  await advancePerson(ctx, userId, question.accountIds);
  const found = await findExecutions(ctx, userId, question);
  const { entries, nextCursor } = cutPage(found, page.limit, ({ time, id }) => ({ at: new Date(time), id }));
  return { executions: entries, nextCursor };
}

export async function listTransactions(ctx: Ctx, userId: string, filter: TransactionFilter, page: Page): Promise<TransactionPage> {
  const question = { ...readPage(filter, page), type: filter.type ?? null };
  await advancePerson(ctx, userId, question.accountIds);
  const found = await findTransactions(ctx, userId, question);
  const { entries, nextCursor } = cutPage(found, page.limit, ({ time, id }) => ({ at: new Date(time), id }));
  return { transactions: entries, nextCursor };
}

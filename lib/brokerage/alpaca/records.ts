// The lists an Alpaca account keeps: orders, fills, movements of cash. Alpaca pages each list in its own way; here all are read newest first
// from a moment backwards, merged over the person's accounts and cut into pages by time and id.
import { z } from 'zod';
import { readCursor, withOneMore, writeCursor } from '@/lib/brokerage/list-cursor';
import type { Page } from '@/lib/brokerage/port';
import { Execution, type Order, Transaction } from '@/lib/brokerage/schema';
import { Decimal, decimalText, moneyText, priceText } from '@/lib/core/money';
import type { Ctx } from '@/lib/db/context';
import { callAlpaca } from './api';
import type { Connection } from './connections';
import { flatten } from './orders';
import { AlpacaActivity, type AlpacaOrder, AlpacaOrders, orderIdOf } from './wire';

const ORDERS_PER_CALL = 500;
const ACTIVITIES_PER_CALL = 100;
/** A page that filters out most of what the broker lists ends after this many calls per account. */
const MOST_CALLS = 20;

type Entry = Readonly<{ id: string; accountId: string }>;
export type Moment = Readonly<{ from?: Date; to?: Date }>;

/** Reads one account backwards: `fetchPage` gives what is before a moment or after a token, newest first, and how to go on. */
type Source<T, Token> = (connection: Connection, token: Token | null) => Promise<{ entries: readonly T[]; next: Token | null }>;

const isBefore = (at: string, id: string, place: { at: Date; id: string }) => {
  const time = Date.parse(at);
  return time < place.at.getTime() || (time === place.at.getTime() && id < place.id);
};

/** The page of a merged list. */
export async function readPage<T extends Entry, Token>(
  connections: readonly Connection[],
  { limit, cursor }: Page,
  timeOf: (entry: T) => string,
  keep: (entry: T) => boolean,
  source: Source<T, Token>,
): Promise<{ entries: readonly T[]; nextCursor: string | null }> {
  const place = cursor ? readCursor(cursor) : null;
  const wanted = withOneMore(limit);
  const all: T[] = [];
  for (const connection of connections) {
    const own: T[] = [];
    let token: Token | null = null;
    for (let calls = 0; calls < MOST_CALLS && own.length < wanted; calls += 1) {
      const page: { entries: readonly T[]; next: Token | null } = await source(connection, token);
      own.push(...page.entries.filter((entry) => keep(entry) && (!place || isBefore(timeOf(entry), entry.id, place))));
      token = page.next;
      if (token === null) break;
    }
    all.push(...own);
  }
  const newestFirst = all.toSorted((a, b) => Date.parse(timeOf(b)) - Date.parse(timeOf(a)) || (a.id < b.id ? 1 : -1));
  const entries = newestFirst.slice(0, limit);
  const last = entries.at(-1);
  return { entries, nextCursor: last && newestFirst.length > limit ? writeCursor({ at: new Date(timeOf(last)), id: last.id }) : null };
}

/** Orders submitted before a moment; Alpaca's `until` is exclusive. */
export function ordersSource(
  ctx: Ctx,
  status: 'open' | 'closed' | 'all',
  symbol: string | undefined,
  { from, to }: Moment,
  before: Date | null,
  timeoutMs: number,
): Source<Order, string> {
  return async (connection, token) => {
    const latest = [to, before ? new Date(before.getTime() + 1) : undefined]
      .filter((date) => date !== undefined)
      .sort((a, b) => a.getTime() - b.getTime())[0];
    const query = {
      status,
      limit: ORDERS_PER_CALL,
      direction: 'desc',
      nested: 'true',
      symbols: symbol,
      until: token ?? latest?.toISOString(),
      after: from ? new Date(from.getTime() - 1).toISOString() : undefined,
    };
    const call = { host: 'trading', path: '/v2/orders', query, subject: 'order' } as const;
    const wires = await callAlpaca(ctx, connection.credentials, call, AlpacaOrders, timeoutMs);
    const oldest = wires.at(-1);
    const next = wires.length < ORDERS_PER_CALL || !oldest ? null : (oldest.submitted_at ?? oldest.created_at).toISOString();
    return { entries: wires.flatMap((wire) => ('symbol' in wire ? flatten(connection, wire) : [])), next };
  };
}

const plainId = (prefix: string, id: string) => `${prefix}_${id.replaceAll(/[^0-9A-Za-z]/g, '').slice(0, 64)}`;
const timeOfActivity = ({ transaction_time, created_at, date }: AlpacaActivity) => transaction_time ?? created_at ?? date ?? new Date(0);

export function toExecution({ accountId, environment }: Connection, wire: AlpacaActivity): Execution | null {
  if (!wire.price || !wire.qty || !wire.symbol || !wire.order_id) return null;
  return Execution.parse({
    id: plainId('fil', wire.id),
    orderId: orderIdOf(wire.order_id),
    accountId,
    environment,
    symbol: wire.symbol,
    side: wire.side === 'buy' ? 'buy' : 'sell', // "sell_short" is a sale as well
    quantity: decimalText(wire.qty),
    price: priceText(wire.price),
    value: moneyText(wire.price.times(wire.qty), 'USD'),
    currency: 'USD',
    time: timeOfActivity(wire).toISOString(),
  });
}

const ZERO = new Decimal(0);
const TYPES: readonly (readonly [RegExp, Transaction['type']])[] = [
  [/^FILL$/, 'trade'],
  [/^DIV/, 'dividend'],
  [/^INT/, 'interest'],
  [/^(C?FEE|PTC|PTR)$/, 'fee'],
  [/^(SPLIT|SSP)$/, 'split'],
];

/** Deposits, withdrawals, journals and corporate actions all move money in or out: "transfer". Null for what moves no cash. */
export function toTransaction({ accountId, environment }: Connection, wire: AlpacaActivity): Transaction | null {
  const type = TYPES.find(([pattern]) => pattern.test(wire.activity_type))?.[1] ?? 'transfer';
  const value = wire.price && wire.qty ? wire.price.times(wire.qty) : null;
  const amount = type === 'split' ? ZERO : (wire.net_amount ?? (value && wire.side === 'buy' ? value.negated() : value));
  if (!amount) return null;
  const isTrade = type === 'trade';
  const hasQuantity = isTrade || type === 'split';
  return Transaction.parse({
    id: plainId('txn', wire.id),
    accountId,
    environment,
    type,
    amount: moneyText(amount, 'USD'),
    currency: 'USD',
    symbol: wire.symbol ?? null,
    quantity: hasQuantity && wire.qty ? decimalText(wire.qty) : null,
    price: isTrade && wire.price ? priceText(wire.price) : null,
    time: timeOfActivity(wire).toISOString(),
  });
}

type ActivityQuery = Moment & Readonly<{ types?: string; orderId?: string; before?: Date | null }>;

async function activities(
  ctx: Ctx,
  { credentials }: Connection,
  { types, orderId, from, to, before }: ActivityQuery,
  token: string | null,
  timeoutMs: number,
) {
  const latest = [to, before ? new Date(before.getTime() + 1) : undefined]
    .filter((date) => date !== undefined)
    .sort((a, b) => a.getTime() - b.getTime())[0];
  const query = {
    activity_types: types,
    order_id: orderId,
    direction: 'desc',
    page_size: ACTIVITIES_PER_CALL,
    page_token: token ?? undefined,
    after: from ? new Date(from.getTime() - 1).toISOString() : undefined,
    until: latest?.toISOString(),
  };
  const call = { host: 'trading', path: '/v2/account/activities', query, subject: 'account' } as const;
  const found = await callAlpaca(ctx, credentials, call, z.array(AlpacaActivity), timeoutMs);
  return { found, next: found.length < ACTIVITIES_PER_CALL ? null : (found.at(-1)?.id ?? null) };
}

export function executionsSource(ctx: Ctx, period: Moment, before: Date | null, timeoutMs: number): Source<Execution, string> {
  return async (connection, token) => {
    const { found, next } = await activities(ctx, connection, { ...period, before, types: 'FILL' }, token, timeoutMs);
    return { entries: found.flatMap((wire) => toExecution(connection, wire) ?? []), next };
  };
}

export function transactionsSource(ctx: Ctx, period: Moment, before: Date | null, timeoutMs: number): Source<Transaction, string> {
  return async (connection, token) => {
    const { found, next } = await activities(ctx, connection, { ...period, before }, token, timeoutMs);
    return { entries: found.flatMap((wire) => toTransaction(connection, wire) ?? []), next };
  };
}

/** The fills of one order, oldest first; none is older than the order. */
export async function executionsOf(
  ctx: Ctx,
  connection: Connection,
  { id: uuid, created_at: from }: Pick<AlpacaOrder, 'id' | 'created_at'>,
  timeoutMs: number,
): Promise<Execution[]> {
  const all: Execution[] = [];
  let token: string | null = null;
  for (let calls = 0; calls < MOST_CALLS; calls += 1) {
    const page: Awaited<ReturnType<typeof activities>> = await activities(
      ctx,
      connection,
      { types: 'FILL', orderId: uuid, from },
      token,
      timeoutMs,
    );
    // A server that does not know the filter lists all fills.
    all.push(...page.found.filter(({ order_id }) => order_id === uuid).flatMap((wire) => toExecution(connection, wire) ?? []));
    token = page.next;
    if (token === null) break;
  }
  return all.reverse();
}

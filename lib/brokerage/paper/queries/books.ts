// Reads and writes the books of a paper account: one statement each. A write names the version it was decided on; of several decisions on
// one version exactly one is written, whole, and the others start again from the new books.
import { z } from 'zod';
import { type Books, PAPER, pipsOf, priceOf, type WorkingOrder } from '@/lib/brokerage/paper/books';
import type { Desk } from '@/lib/brokerage/paper/desk';
import { nextSplits } from '@/lib/brokerage/paper/splitting';
import { OrderSide, OrderType, TimeInForce } from '@/lib/brokerage/schema';
import { Decimal, decimalText } from '@/lib/core/money';
import type { Ctx } from '@/lib/db/context';
import { Prisma } from '@/lib/db/generated/client';

const amount = z.string().transform((text) => new Decimal(text));
const pips = z.string().transform((text) => pipsOf(new Decimal(text)));
const time = z.coerce.date().transform((date) => date.getTime());

const OrderRow = z.object({
  id: z.string(),
  clientOrderId: z.string(),
  symbol: z.string(),
  side: OrderSide,
  type: OrderType,
  timeInForce: TimeInForce,
  extendedHours: z.boolean(),
  quantity: amount,
  filledQuantity: amount,
  filledValue: amount,
  limit: pips.nullable(),
  stop: pips.nullable(),
  trailPercent: amount.nullable(),
  water: pips.nullable(),
  reserve: pips,
  isTriggered: z.boolean(),
  status: z.enum(['held', 'open', 'partially_filled']),
  parentId: z.string().nullable(),
  leg: z.enum(['take_profit', 'stop_loss']).nullable(),
  submittedAt: time,
  updatedAt: time,
  expiresAt: time,
  splitAt: time.nullable(),
});

const BooksRow = z.object({
  accountId: z.string(),
  userId: z.string(),
  type: z.enum(['cash', 'margin']),
  status: z.enum(['active', 'restricted', 'closed']),
  isTradingEnabled: z.boolean(),
  currency: z.string(),
  version: z.number().int(),
  cash: amount,
  matchedSecond: time.transform((milliseconds) => Math.floor(milliseconds / 1_000)),
  holdings: z.array(z.object({ id: z.string(), symbol: z.string(), quantity: amount, cost: amount, openedAt: z.coerce.date() })),
  orders: z.array(OrderRow),
});

/** The whole of an account as of one moment, so that a trade in between is seen whole or not at all. */
export async function findBooks({ db }: Ctx, userId: string, accountId: string): Promise<Books | null> {
  const rows = await db.$queryRaw`
    SELECT account.id AS "accountId", account.user_id AS "userId", account.type, account.status, account.trading_enabled AS "isTradingEnabled",
      book.currency, book.version, book.cash::text AS cash, book.matched_until AS "matchedSecond",
      coalesce((SELECT json_agg(json_build_object('id', id, 'symbol', symbol, 'quantity', quantity::text, 'cost', cost::text,
          'openedAt', opened_at) ORDER BY symbol)
        FROM paper_positions WHERE account_id = account.id), '[]') AS holdings,
      coalesce((SELECT json_agg(json_build_object('id', id, 'clientOrderId', client_order_id, 'symbol', symbol, 'side', side, 'type', type,
          'timeInForce', time_in_force, 'extendedHours', extended_hours, 'quantity', quantity::text,
          'filledQuantity', filled_quantity::text, 'filledValue', filled_value::text, 'limit', limit_price::text, 'stop', stop_price::text,
          'trailPercent', trail_percent::text, 'water', water_price::text, 'reserve', reserve_price::text, 'isTriggered', is_triggered,
          'status', status, 'parentId', parent_id, 'leg', leg, 'submittedAt', submitted_at, 'updatedAt', updated_at, 'expiresAt', expires_at,
          'splitAt', split_at)
          ORDER BY submitted_at, id)
        FROM paper_orders WHERE account_id = account.id AND status IN ('held', 'open', 'partially_filled')), '[]') AS orders
    FROM accounts AS account JOIN paper_books AS book ON book.account_id = account.id
    WHERE account.id = ${accountId} AND account.user_id = ${userId} AND account.broker = ${PAPER}`;
  return z.array(BooksRow).parse(rows)[0] ?? null;
}

const priceText = (value: number | null) => (value === null ? null : decimalText(priceOf(value)));
const timeText = (milliseconds: number) => new Date(milliseconds).toISOString();

const orderRow = (order: WorkingOrder) => ({
  ...order,
  limit: priceText(order.limit),
  stop: priceText(order.stop),
  water: priceText(order.water),
  reserve: priceText(order.reserve),
  submittedAt: timeText(order.submittedAt),
  updatedAt: timeText(order.updatedAt),
  expiresAt: timeText(order.expiresAt),
  splitAt: order.splitAt === null ? null : timeText(order.splitAt),
});

/** What the desk decided, as common table expressions that write only where the anchor table names the account. */
export function writing({ books, changed, fills, entries, splits }: Desk, recordedAt: Date, anchor: Prisma.Sql): Prisma.Sql {
  const orders = JSON.stringify([...changed.values()].map(orderRow));
  const positions = JSON.stringify(books.holdings);
  const symbols = books.holdings.map(({ symbol }) => symbol);
  const fillRows = JSON.stringify(fills.map((fill) => ({ ...fill, price: priceText(fill.price), at: timeText(fill.at) })));
  const entryRows = JSON.stringify(entries.map((entry) => ({ ...entry, at: timeText(entry.at) })));
  const splitRows = JSON.stringify(splits.map((split) => ({ ...split, at: timeText(split.at) })));
  return Prisma.sql`
    ordered AS (
      INSERT INTO paper_orders (id, account_id, client_order_id, symbol, side, type, time_in_force, extended_hours, quantity, limit_price,
        stop_price, trail_percent, water_price, reserve_price, is_triggered, status, filled_quantity, filled_value, parent_id, leg,
        submitted_at, updated_at, expires_at, split_at)
      SELECT id, account_id, "clientOrderId", symbol, side, type, "timeInForce", "extendedHours", quantity, "limit", stop, "trailPercent", water,
        reserve, "isTriggered", status, "filledQuantity", "filledValue", "parentId", leg, "submittedAt", "updatedAt", "expiresAt", "splitAt"
      FROM ${anchor}, jsonb_to_recordset(${orders}::jsonb) AS changed(id text, "clientOrderId" text, symbol text, side text, type text,
        "timeInForce" text, "extendedHours" boolean, quantity numeric, "limit" numeric, stop numeric, "trailPercent" numeric, water numeric,
        reserve numeric, "isTriggered" boolean, status text, "filledQuantity" numeric, "filledValue" numeric, "parentId" text, leg text,
        "submittedAt" timestamptz, "updatedAt" timestamptz, "expiresAt" timestamptz, "splitAt" timestamptz)
      ON CONFLICT (id) DO UPDATE SET quantity = excluded.quantity, limit_price = excluded.limit_price, stop_price = excluded.stop_price,
        water_price = excluded.water_price, reserve_price = excluded.reserve_price, is_triggered = excluded.is_triggered,
        status = excluded.status, filled_quantity = excluded.filled_quantity, filled_value = excluded.filled_value,
        updated_at = excluded.updated_at, split_at = excluded.split_at
    ), closed AS (
      DELETE FROM paper_positions USING ${anchor}
      WHERE paper_positions.account_id = ${anchor}.account_id AND NOT (symbol = ANY(${symbols}))
    ), held AS (
      INSERT INTO paper_positions (id, account_id, symbol, quantity, cost, opened_at)
      SELECT id, account_id, symbol, quantity, cost, "openedAt" FROM ${anchor}, jsonb_to_recordset(${positions}::jsonb)
        AS holding(id text, symbol text, quantity numeric, cost numeric, "openedAt" timestamptz)
      ON CONFLICT (account_id, symbol) DO UPDATE
        SET id = excluded.id, quantity = excluded.quantity, cost = excluded.cost, opened_at = excluded.opened_at
    ), filled AS (
      INSERT INTO paper_fills (id, account_id, order_id, symbol, side, quantity, price, filled_at, recorded_at)
      SELECT id, account_id, "orderId", symbol, side, quantity, price, at, ${recordedAt} FROM ${anchor}, jsonb_to_recordset(${fillRows}::jsonb)
        AS fill(id text, "orderId" text, symbol text, side text, quantity numeric, price numeric, at timestamptz)
    ), booked AS (
      INSERT INTO paper_ledger_entries (transaction_id, book, account_id, kind, currency, amount, symbol, fill_id, booked_at)
      SELECT "transactionId", book, account_id, kind, ${books.currency}, amount, symbol, "fillId", at
      FROM ${anchor}, jsonb_to_recordset(${entryRows}::jsonb)
        AS entry("transactionId" text, book text, kind text, amount numeric, symbol text, "fillId" text, at timestamptz)
    ), divided AS (
      INSERT INTO paper_splits (id, account_id, symbol, old_shares, new_shares, quantity_before, quantity_after, split_at)
      SELECT id, account_id, symbol, "oldShares", "newShares", "quantityBefore", "quantityAfter", at
      FROM ${anchor}, jsonb_to_recordset(${splitRows}::jsonb)
        AS split(id text, symbol text, "oldShares" integer, "newShares" integer, "quantityBefore" numeric, "quantityAfter" numeric, at timestamptz)
    )`;
}

/** When the next split of what is held comes: an account without open orders has nothing else to wait for. */
export function nextSplitAt({ holdings, matchedSecond }: Books): Date | null {
  const [next] = nextSplits({ holdings, orders: [], matchedSecond });
  return next ? new Date(next.second * 1_000) : null;
}

/** True when the books were still at the version the desk started from; then all of it is written, and this caller's claim is over. */
export async function commitDesk({ db, now }: Ctx, desk: Desk): Promise<boolean> {
  const { accountId, version, cash, matchedSecond, orders } = desk.books;
  const rows = await db.$queryRaw`
    WITH anchor AS (
      UPDATE paper_books SET version = version + 1, cash = ${cash.toFixed()}::numeric, open_orders = ${orders.length},
        matched_until = ${new Date(matchedSecond * 1_000)}, next_split_at = ${nextSplitAt(desk.books)},
        claimed_until = NULL
      WHERE account_id = ${accountId} AND version = ${version}
      RETURNING account_id
    ), ${writing(desk, now(), Prisma.sql`anchor`)}
    SELECT account_id FROM anchor`;
  return z.array(z.object({ account_id: z.string() })).parse(rows).length === 1;
}

/**
 * Takes accounts whose open orders have not met the market for the longest time, or whose holdings have split, for one instance at a time: others skip them until the
 * claim is over, which a commit does at once and time does after a crash.
 */
export async function claimBooks(
  { db }: Ctx,
  { now, claimedUntil, limit }: { now: Date; claimedUntil: Date; limit: number },
): Promise<{ accountId: string; userId: string }[]> {
  const rows = await db.$queryRaw`
    WITH due AS (
      SELECT account_id FROM paper_books
      WHERE (open_orders > 0 AND matched_until < ${now} OR next_split_at <= ${now}) AND (claimed_until IS NULL OR claimed_until <= ${now})
      ORDER BY matched_until LIMIT ${limit}
      FOR UPDATE SKIP LOCKED
    )
    UPDATE paper_books AS book SET claimed_until = ${claimedUntil} FROM due, accounts AS account
    WHERE book.account_id = due.account_id AND account.id = due.account_id
    RETURNING account.id AS "accountId", account.user_id AS "userId"`;
  return z.array(z.object({ accountId: z.string(), userId: z.string() })).parse(rows);
}

/** Gives accounts back that were looked at and need no change. */
export async function releaseBooks({ db }: Ctx, accountIds: readonly string[]): Promise<void> {
  await db.paperBook.updateMany({ where: { accountId: { in: [...accountIds] } }, data: { claimedUntil: null } });
}

/** A person's accounts in which something may have happened: those with open orders or a split. @param accountIds null for all of theirs */
export async function findDueAccounts({ db, now }: Ctx, userId: string, accountIds: readonly string[] | null): Promise<string[]> {
  const rows = await db.paperBook.findMany({
    where: {
      OR: [{ openOrders: { gt: 0 } }, { nextSplitAt: { lte: now() } }],
      account: { userId, broker: PAPER },
      ...(accountIds ? { accountId: { in: [...accountIds] } } : {}),
    },
    select: { accountId: true },
    orderBy: { accountId: 'asc' },
  });
  return rows.map(({ accountId }) => accountId);
}

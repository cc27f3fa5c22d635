// Reads the ledger of a person's paper accounts.

import { z } from 'zod';
import type { Place } from '@/lib/brokerage/list-cursor';
import { PAPER, ZERO } from '@/lib/brokerage/paper/books';
import { Transaction, type TransactionType } from '@/lib/brokerage/schema';
import { Decimal, decimalText, moneyText, priceText } from '@/lib/core/money';
import type { Ctx } from '@/lib/db/context';
import { Prisma } from '@/lib/db/generated/client';

export type TransactionQuestion = Readonly<{
  accountIds: string[] | null;
  type: TransactionType | null;
  from: Date | null;
  to: Date | null;
  after: Place | null;
  limit: number;
}>;

const amount = z.string().transform((text) => new Decimal(text));
const TransactionRow = z.object({
  id: z.string(),
  accountId: z.string(),
  type: z.string(),
  amount,
  currency: z.string(),
  symbol: z.string().nullable(),
  quantity: amount.nullable(),
  price: amount.nullable(),
  time: z.coerce.date(),
});

function toTransaction({ amount: value, quantity, price, time, ...row }: z.infer<typeof TransactionRow>): Transaction {
  const isTrade = row.type === 'trade';
  const hasQuantity = isTrade || row.type === 'split';
  return Transaction.parse({
    ...row,
    environment: PAPER,
    amount: moneyText(value, row.currency),
    quantity: hasQuantity && quantity ? decimalText(quantity) : null,
    price: isTrade && price ? priceText(price) : null,
    time: time.toISOString(),
  });
}

/**
 * The movements of cash and the splits, newest first. Each transaction that moves cash has one entry in the book "cash"; a split moves
 * none, its quantity is how many shares it added or took.
 */
export async function findTransactions({ db }: Ctx, userId: string, question: TransactionQuestion): Promise<Transaction[]> {
  const { accountIds, type, from, to, after, limit } = question;
  const conditions = [
    Prisma.sql`account.user_id = ${userId} AND account.broker = ${PAPER}`,
    ...(accountIds ? [Prisma.sql`line.account_id = ANY(${accountIds})`] : []),
    ...(type ? [Prisma.sql`line.kind = ${type}`] : []),
    ...(from ? [Prisma.sql`line.time >= ${from}`] : []),
    ...(to ? [Prisma.sql`line.time < ${to}`] : []),
    ...(after ? [Prisma.sql`(line.time, line.id) < (${after.at}, ${after.id})`] : []),
  ];
  const rows = await db.$queryRaw`
    SELECT line.id, line.account_id AS "accountId", line.kind AS type, line.amount::text AS amount, book.currency, line.symbol,
      coalesce(fill.quantity, line.quantity)::text AS quantity, fill.price::text AS price, line.time
    FROM (
      SELECT transaction_id AS id, account_id, kind, amount, symbol, fill_id, NULL::numeric AS quantity, booked_at AS time
      FROM paper_ledger_entries WHERE book = 'cash'
      UNION ALL
      SELECT id, account_id, 'split', 0, symbol, NULL, quantity_after - quantity_before, split_at FROM paper_splits
    ) AS line
    JOIN accounts AS account ON account.id = line.account_id
    JOIN paper_books AS book ON book.account_id = line.account_id
    LEFT JOIN paper_fills AS fill ON fill.id = line.fill_id
    WHERE ${Prisma.join(conditions, ' AND ')}
    ORDER BY line.time DESC, line.id DESC
    LIMIT ${limit}`;
  return z.array(TransactionRow).parse(rows).map(toTransaction);
}

/** What closed positions earned since the account was opened, commissions taken off. */
export async function findRealized({ db }: Ctx, userId: string, accountId: string): Promise<Decimal> {
  const { _sum } = await db.paperLedgerEntry.aggregate({
    where: { accountId, book: { in: ['income', 'fees'] }, account: { userId, broker: PAPER } },
    _sum: { amount: true },
  });
  return _sum.amount ? new Decimal(_sum.amount.toFixed()).negated() : ZERO;
}

const MovementRow = z.object({
  book: z.enum(['cash', 'capital', 'position']),
  symbol: z.string().nullable(),
  amount,
  time: z.coerce.date(),
});
/** A change of cash, of what was paid in (as a credit), or of the shares held. */
export type Movement = z.infer<typeof MovementRow>;

/** All movements of an account, oldest first. */
export async function findMovements({ db }: Ctx, userId: string, accountId: string): Promise<Movement[]> {
  const rows = await db.$queryRaw`
    SELECT book, symbol, amount::text AS amount, time FROM (
      SELECT entry.book, NULL AS symbol, entry.amount, entry.booked_at AS time FROM paper_ledger_entries AS entry
      WHERE entry.account_id = ${accountId} AND entry.book IN ('cash', 'capital')
      UNION ALL
      SELECT 'position', fill.symbol, CASE WHEN fill.side = 'buy' THEN fill.quantity ELSE -fill.quantity END, fill.filled_at FROM paper_fills AS fill
      WHERE fill.account_id = ${accountId}
      UNION ALL
      SELECT 'position', symbol, quantity_after - quantity_before, split_at FROM paper_splits WHERE account_id = ${accountId}
    ) AS movement
    WHERE EXISTS (SELECT 1 FROM accounts WHERE id = ${accountId} AND user_id = ${userId} AND broker = ${PAPER})
    ORDER BY time`;
  return z.array(MovementRow).parse(rows);
}

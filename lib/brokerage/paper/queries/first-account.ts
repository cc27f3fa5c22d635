// Writes a person's first paper account, complete with its books.
import { z } from 'zod';
import type { Desk } from '@/lib/brokerage/paper/desk';
import type { Ctx } from '@/lib/db/context';
import { Prisma } from '@/lib/db/generated/client';
import { nextSplitAt, writing } from './books';

export type FirstAccount = Readonly<{ name: string; number: string; openedAt: Date }>;

/**
 * Writes account and books in one statement; true for exactly one call per person, however many arrive at once: everything hangs on the
 * row that the unique index lets in once, so the others write nothing at all.
 */
export async function insertFirstAccount({ db }: Ctx, { name, number, openedAt }: FirstAccount, desk: Desk): Promise<boolean> {
  const { accountId, userId, type, currency, cash } = desk.books;
  const rows = await db.$queryRaw`
    WITH anchor AS (
      INSERT INTO accounts (id, user_id, broker, is_first, name, number, type, currency, environment, status, trading_enabled, created_at)
      VALUES (${accountId}, ${userId}, 'paper', true, ${name}, ${number}, ${type}, ${currency}, 'paper', 'active', false, ${openedAt})
      ON CONFLICT (user_id, broker, is_first) DO NOTHING
      RETURNING id AS account_id
    ), funded AS (
      INSERT INTO paper_books (account_id, currency, cash, matched_until, next_split_at)
      SELECT account_id, ${currency}, ${cash.toFixed()}::numeric, ${openedAt}, ${nextSplitAt(desk.books)} FROM anchor
    ), ${writing(desk, openedAt, Prisma.sql`anchor`)}
    SELECT account_id FROM anchor`;
  return z.array(z.object({ account_id: z.string() })).parse(rows).length === 1;
}

// Writes a person's first paper account, complete with its books.
import { z } from 'zod';
import type { Ctx } from '@/lib/db/context';

export type FirstAccount = Readonly<{
  id: string;
  userId: string;
  name: string;
  number: string;
  type: 'cash' | 'margin';
  currency: string;
  cash: string;
  openedAt: Date;
  /** Each bought with one filled market order. */
  purchases: readonly Readonly<{
    positionId: string;
    orderId: string;
    clientOrderId: string;
    symbol: string;
    quantity: string;
    price: string;
  }>[];
}>;

/**
 * Writes account, balance, positions and orders in one statement; true for exactly one call per person, however many arrive at once:
 * everything hangs on the row that the unique index lets in once, so the others write nothing at all.
 */
export async function insertFirstAccount({ db }: Ctx, account: FirstAccount): Promise<boolean> {
  const { id, userId, name, number, type, currency, cash, openedAt } = account;
  const purchases = JSON.stringify(account.purchases);
  const rows = await db.$queryRaw`
    WITH opened AS (
      INSERT INTO accounts (id, user_id, broker, is_first, name, number, type, currency, environment, status, trading_enabled, created_at)
      VALUES (${id}, ${userId}, 'paper', true, ${name}, ${number}, ${type}, ${currency}, 'paper', 'active', false, ${openedAt})
      ON CONFLICT (user_id, broker, is_first) DO NOTHING
      RETURNING id, currency, created_at
    ), funded AS (
      INSERT INTO paper_balances (account_id, currency, cash)
      SELECT id, currency, ${cash}::numeric FROM opened
    ), bought AS (
      SELECT opened.id AS account_id, opened.created_at, purchase.*
      FROM opened, jsonb_to_recordset(${purchases}::jsonb)
        AS purchase("positionId" text, "orderId" text, "clientOrderId" text, symbol text, quantity numeric, price numeric)
    ), held AS (
      INSERT INTO paper_positions (id, account_id, symbol, quantity, average_price, opened_at)
      SELECT "positionId", account_id, symbol, quantity, price, created_at FROM bought
    ), ordered AS (
      INSERT INTO paper_orders (id, account_id, client_order_id, symbol, side, type, time_in_force, quantity, status,
        filled_quantity, average_price, submitted_at, updated_at)
      SELECT "orderId", account_id, "clientOrderId", symbol, 'buy', 'market', 'day', quantity, 'filled',
        quantity, price, created_at, created_at FROM bought
    )
    SELECT id FROM opened`;
  return z.array(z.object({ id: z.string() })).parse(rows).length === 1;
}

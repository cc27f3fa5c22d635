// Reads and changes a person's accounts whatever broker keeps them. The owner is in every question.
import { z } from 'zod';
import { Account, type FirmLimits, type SetFirmLimits } from '@/lib/brokerage/schema';
import type { Ctx } from '@/lib/db/context';
import { Prisma } from '@/lib/db/generated/client';

const columns = {
  id: true,
  name: true,
  number: true,
  type: true,
  currency: true,
  environment: true,
  tradingEnabled: true,
  status: true,
} satisfies Prisma.AccountSelect;

/** Those that a broker keeps, in the order they were opened. */
export async function findAccountsAt({ db }: Ctx, broker: string, userId: string): Promise<Account[]> {
  const rows = await db.account.findMany({ where: { userId, broker }, select: columns, orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] });
  return rows.map(({ number, ...row }) => Account.parse({ ...row, number: `...${number.slice(-4)}` }));
}

/** The "Allow trading" switch of an account. @returns false when the person has no such account */
export async function updateTradingEnabled({ db }: Ctx, userId: string, accountId: string, tradingEnabled: boolean): Promise<boolean> {
  const { count } = await db.account.updateMany({ where: { id: accountId, userId }, data: { tradingEnabled } });
  return count === 1;
}

const Amount = z.string().nullable(); // as the database writes it: never an exponent
const LimitedRow = z.object({
  id: z.string(),
  userId: z.string(),
  name: z.string(),
  number: z.string(),
  currency: z.string(),
  ownDailyLoss: Amount,
  ownDrawdown: Amount,
  operatorDailyLoss: Amount,
  operatorDrawdown: Amount,
});

type AccountChoice = Readonly<{ userId: string; accountId?: string } | { userId?: undefined; accountId: string }>;

/** An account and the loss limits that were set for it. */
export type LimitedAccount = Readonly<{
  id: string;
  userId: string;
  name: string;
  lastDigits: string;
  currency: string;
  limits: SetFirmLimits;
}>;

/** In the order they were opened. @param of one account of a person, one whoever has it, or all of a person's */
export async function findLimitedAccounts({ db }: Ctx, of: AccountChoice): Promise<LimitedAccount[]> {
  const conditions = [
    ...(of.userId === undefined ? [] : [Prisma.sql`a.user_id = ${of.userId}`]),
    ...(of.accountId === undefined ? [] : [Prisma.sql`a.id = ${of.accountId}`]),
  ];
  const rows = await db.$queryRaw`
    SELECT a.id, a.user_id AS "userId", a.name, a.number, a.currency,
      trim_scale(a.firm_max_daily_loss)::text AS "ownDailyLoss", trim_scale(a.firm_max_drawdown)::text AS "ownDrawdown",
      trim_scale(o.max_daily_loss)::text AS "operatorDailyLoss", trim_scale(o.max_drawdown)::text AS "operatorDrawdown"
    FROM accounts a LEFT JOIN operator_limits o ON o.user_id = a.user_id AND o.broker = a.broker AND o.number = a.number
    WHERE ${Prisma.join(conditions, ' AND ')} ORDER BY a.created_at, a.id`;
  return z
    .array(LimitedRow)
    .parse(rows)
    .map(({ number, ownDailyLoss, ownDrawdown, operatorDailyLoss, operatorDrawdown, ...row }) => ({
      ...row,
      lastDigits: number.slice(-4),
      limits: {
        own: { maxDailyLoss: ownDailyLoss, maxDrawdown: ownDrawdown },
        operator: { maxDailyLoss: operatorDailyLoss, maxDrawdown: operatorDrawdown },
      },
    }));
}

/** Null when the person has no such account. */
export async function findFirmLimits(ctx: Ctx, userId: string, accountId: string): Promise<SetFirmLimits | null> {
  const [account] = await findLimitedAccounts(ctx, { userId, accountId });
  return account?.limits ?? null;
}

/** The operator's, in place of those before. */
export async function upsertOperatorLimits({ db, now }: Ctx, accountId: string, limits: FirmLimits): Promise<void> {
  await db.$executeRaw`
    INSERT INTO operator_limits (user_id, broker, number, max_daily_loss, max_drawdown, set_at)
    SELECT user_id, broker, number, ${limits.maxDailyLoss}::numeric, ${limits.maxDrawdown}::numeric, ${now()}::timestamptz
    FROM accounts WHERE id = ${accountId}
    ON CONFLICT (user_id, broker, number)
    DO UPDATE SET max_daily_loss = EXCLUDED.max_daily_loss, max_drawdown = EXCLUDED.max_drawdown, set_at = EXCLUDED.set_at`;
}

/** The person's own. @returns false when they have no such account */
export async function updateFirmLimits({ db }: Ctx, userId: string, accountId: string, limits: FirmLimits): Promise<boolean> {
  const data = { firmMaxDailyLoss: limits.maxDailyLoss, firmMaxDrawdown: limits.maxDrawdown };
  const { count } = await db.account.updateMany({ where: { id: accountId, userId }, data });
  return count === 1;
}

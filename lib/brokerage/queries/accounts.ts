// Reads and changes a person's accounts whatever broker keeps them. The owner is in every question.
import { Account, type FirmLimits } from '@/lib/brokerage/schema';
import type { Ctx } from '@/lib/db/context';
import type { Prisma } from '@/lib/db/generated/client';

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

const decimalOrNull = (value: { toFixed: () => string } | null) => value?.toFixed() ?? null;

/** Null when the person has no such account. */
export async function findFirmLimits({ db }: Ctx, userId: string, accountId: string): Promise<FirmLimits | null> {
  const row = await db.account.findFirst({ where: { id: accountId, userId }, select: { firmMaxDailyLoss: true, firmMaxDrawdown: true } });
  return row && { maxDailyLoss: decimalOrNull(row.firmMaxDailyLoss), maxDrawdown: decimalOrNull(row.firmMaxDrawdown) };
}

/** @returns false when the person has no such account */
export async function updateFirmLimits({ db }: Ctx, userId: string, accountId: string, limits: FirmLimits): Promise<boolean> {
  const data = { firmMaxDailyLoss: limits.maxDailyLoss, firmMaxDrawdown: limits.maxDrawdown };
  const { count } = await db.account.updateMany({ where: { id: accountId, userId }, data });
  return count === 1;
}

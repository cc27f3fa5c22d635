// The accounts a person may tick on the consent page. Their books are lib/brokerage's business.
import type { Ctx } from '@/lib/db/context';
import type { AccountChoice } from '@/lib/grants/schema';

export async function listAccountChoices({ db }: Ctx, userId: string): Promise<AccountChoice[]> {
  const rows = await db.account.findMany({
    where: { userId },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
    select: { id: true, name: true, number: true, currency: true, environment: true, tradingEnabled: true },
  });
  return rows.map(({ id, name, number, currency, environment, tradingEnabled }) => ({
    id,
    name,
    lastDigits: number.slice(-4),
    currency,
    environment: environment === 'live' ? 'live' : 'paper',
    isTradingAllowed: tradingEnabled,
  }));
}

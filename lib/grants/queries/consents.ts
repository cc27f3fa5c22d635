// Remembered consents: one row per person, client, redirect URI (loopback port left out) and resource (contract §4).
import type { Ctx } from '@/lib/db/context';
import type { RememberedConsent } from '@/lib/grants/schema';

export type ConsentKey = Readonly<{ userId: string; clientId: string; redirectUri: string; resource: string }>;

export async function findConsent({ db }: Ctx, key: ConsentKey): Promise<RememberedConsent | null> {
  const row = await db.consent.findUnique({
    where: { userId_clientId_redirectUri_resource: key },
    select: {
      scopes: true,
      accountIds: true,
      maxOrderValue: true,
      maxDailyValue: true,
      maxOrdersPerDay: true,
      approvalAbove: true,
      endsAt: true,
    },
  });
  if (!row) return null;
  const { scopes, accountIds, maxOrderValue, maxDailyValue, maxOrdersPerDay, approvalAbove, endsAt } = row;
  const limits = {
    maxOrderValue: maxOrderValue?.toFixed() ?? null,
    maxDailyValue: maxDailyValue?.toFixed() ?? null,
    maxOrdersPerDay,
    approvalAbove: approvalAbove?.toFixed() ?? null,
  };
  return { scopes, accountIds, limits, endsAt };
}

/**
 * Forgets what was allowed between this person and the client, so that nothing is answered from memory; its connections go on, and the
 * limits stay, for the page to suggest them. @returns whether there was anything
 */
export async function forgetConsents({ db }: Ctx, userId: string, clientId: string): Promise<boolean> {
  const where = { userId, clientId, NOT: { scopes: { isEmpty: true } } };
  return (await db.consent.updateMany({ where, data: { scopes: [] } })).count > 0;
}

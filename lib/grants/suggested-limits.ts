// The limits of a connection that may trade, until its person chooses others: the consent page proposes them, and a partner key begins with them.
import type { Limits } from './schema';

/** Cautious enough to matter, wide enough for an ordinary order. */
const SUGGESTED = { maxOrderValue: '5000', maxDailyValue: '25000', maxOrdersPerDay: 50 } as const;
const SUGGESTED_APPROVAL_ABOVE = '1000';

export function suggestedLimits(accounts: readonly Readonly<{ environment: string }>[]): Limits {
  const hasLive = accounts.some(({ environment }) => environment === 'live');
  return { ...SUGGESTED, approvalAbove: hasLive ? SUGGESTED_APPROVAL_ABOVE : null };
}

// Which accounts a call is about: never one that the person did not tick for this client.
import type { BrokerCtx } from '@/lib/brokerage/port';
import type { Account } from '@/lib/brokerage/schema';
import type { Principal } from '@/lib/grants/schema';
import { accountNotGranted } from './errors';

/** @throws ToolError `account_not_granted`, the same for an account that does not exist */
export function requireGranted({ accountIds }: Principal, accountId: string): void {
  if (!accountIds.includes(accountId)) throw accountNotGranted();
}

/**
 * The granted accounts that exist, in the broker's order; only the one named, if one is.
 * @throws ToolError `account_not_granted`
 */
export async function grantedAccounts(ctx: BrokerCtx, principal: Principal, accountId?: string): Promise<readonly Account[]> {
  if (accountId !== undefined) requireGranted(principal, accountId);
  const all = await ctx.broker.listAccounts(ctx, principal.userId);
  return all.filter(({ id }) => principal.accountIds.includes(id) && (accountId === undefined || id === accountId));
}

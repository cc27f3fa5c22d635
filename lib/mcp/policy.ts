// What a grant allows, in plain sentences: for get_connection_status and the resource portal://policy.
import type { Ctx } from '@/lib/db/context';
import { closedGates, gateSentences } from '@/lib/grants/plans';
import type { Principal } from '@/lib/grants/schema';
import { canTrade, SCOPES } from '@/lib/grants/scopes';
import { findGrantLimits, type GrantLimits } from './queries/policies';

/** One sentence per rule. */
export async function policySentences(ctx: Ctx, principal: Principal): Promise<string[]> {
  const limits = await findGrantLimits(ctx, principal.userId, principal.grantId);
  return [
    ...permissionSentences(principal),
    ...gateSentences(closedGates(ctx.settings.planGates, principal.scopes, principal.plan)),
    ...(limits && canTrade(principal.scopes) ? tradeSentences(limits) : []),
    ...endSentences(limits),
  ];
}

function permissionSentences({ scopes, accountIds, isPaused }: Principal): string[] {
  const count = accountIds.length;
  return [
    ...(isPaused ? ['The user paused this connection.'] : []),
    ...SCOPES.filter(({ id }) => scopes.includes(id)).map(({ sentence }) => `${sentence}.`),
    ...(canTrade(scopes) ? [] : ['No orders.']),
    count === 0 ? 'No account is shared.' : `${count} account${count === 1 ? ' is' : 's are'} shared.`,
  ];
}

function tradeSentences({ maxOrderValue, maxDailyValue, maxOrdersPerDay, approvalAbove }: GrantLimits): string[] {
  return [
    maxOrderValue === null ? 'No limit per order.' : `At most ${maxOrderValue} per order.`,
    maxDailyValue === null ? 'No limit of value per day.' : `At most ${maxDailyValue} a day.`,
    maxOrdersPerDay === null ? 'No limit of orders per day.' : `At most ${maxOrdersPerDay} orders a day.`,
    ...(approvalAbove === null ? [] : [`From ${approvalAbove} on, the user approves each trade in the portal.`]),
  ];
}

function endSentences(limits: GrantLimits | null): string[] {
  return limits?.endsAt ? [`Ends on ${limits.endsAt.toISOString()}.`] : [];
}

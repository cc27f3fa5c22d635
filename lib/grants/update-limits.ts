// Changing the limits of one connection in place.
import { appendEvent } from '@/lib/audit/queries/events';
import { Refused } from '@/lib/core/errors';
import { decimalText, readDecimal } from '@/lib/core/money';
import { type Ctx, inTransaction } from '@/lib/db/context';
import { requireRecentSignIn } from '@/lib/identity/recent-sign-in';
import { dayOfEnd, END_PROBLEM, endOfDay, type NewLimits } from './limits-schema';
import { type Bounds, isLooser } from './looser';
import { connectionNotFound } from './narrow';
import { lockBounds, writeBounds, writeBoundsInConsents } from './queries/limits';

/**
 * Sets all limits, for the very next call. They are remembered with the consent, so that connecting again does not shake them off.
 * @throws NotFound when this person has no such live connection; SignInTooOld when any bound gets looser; Refused for an end that cannot be
 */
export async function updateLimits(ctx: Ctx, user: { id: string; sessionId: string }, grantId: string, wanted: NewLimits): Promise<void> {
  await inTransaction(ctx, async (ctx) => {
    const grant = await lockBounds(ctx, user.id, grantId);
    if (!grant) throw connectionNotFound();
    const after = boundsOf(wanted, readEnd(wanted.endsOn, grant.bounds.endsAt, ctx.now()));
    const changed = differences(grant.bounds, after);
    if (changed.length === 0) return;
    const isLoosened = isLooser(grant.bounds, after);
    if (isLoosened) await requireRecentSignIn(ctx, user);
    await writeBounds(ctx, grantId, after);
    await writeBoundsInConsents(ctx, user.id, grant.clientId, after);
    const detail = { changed, loosened: isLoosened };
    await appendEvent(ctx, { userId: user.id, name: 'grant.limits_changed', clientId: grant.clientId, grantId, detail });
  });
}

function boundsOf({ rules, endsOn: _endsOn, ...limits }: NewLimits, endsAt: Date | null): Bounds {
  return {
    limits: {
      maxOrderValue: plain(limits.maxOrderValue),
      maxDailyValue: plain(limits.maxDailyValue),
      maxOrdersPerDay: limits.maxOrdersPerDay,
      approvalAbove: plain(limits.approvalAbove),
    },
    rules: { ...rules, maxQuantity: plain(rules.maxQuantity) },
    endsAt,
  };
}

/** "0500.00" and "500" are the same limit. */
function plain(amount: string | null): string | null {
  const value = amount === null ? null : readDecimal(amount);
  return value && decimalText(value);
}

/** An end that stays on its day stays at its minute. */
function readEnd(endsOn: string | null, before: Date | null, now: Date): Date | null {
  if (endsOn === null || endsOn === '') return null;
  if (before !== null && dayOfEnd(before.toISOString()) === endsOn) return before;
  const end = endOfDay(endsOn, now);
  if (end === null) throw new Refused(END_PROBLEM, 'endsOn');
  return end;
}

/** Names of the bounds that differ. */
function differences(before: Bounds, after: Bounds): string[] {
  const flat = ({ limits, rules, endsAt }: Bounds) => Object.entries({ ...limits, ...rules, endsAt: endsAt?.toISOString() ?? null });
  const old = new Map(flat(before).map(([name, value]) => [name, JSON.stringify(value)]));
  return flat(after).flatMap(([name, value]) => (old.get(name) === JSON.stringify(value) ? [] : [name]));
}

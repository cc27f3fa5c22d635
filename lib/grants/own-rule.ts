// The person's own rule for every AI client: from this value on, a trade waits for them, whatever the limits of its connection say.
import { appendEvent } from '@/lib/audit/queries/events';
import { decimalText, readDecimal } from '@/lib/core/money';
import { type Ctx, inTransaction } from '@/lib/db/context';
import { requireRecentSignIn } from '@/lib/identity/recent-sign-in';
import type { OwnRule } from './limits-schema';
import { isRaised } from './looser';
import { lockOwnRule, writeOwnRule } from './queries/own-rule';

/** Counts for the very next trade; null takes the rule back. @throws SignInTooOld when it gets looser */
export async function setOwnRule(ctx: Ctx, user: { id: string; sessionId: string }, wanted: OwnRule): Promise<void> {
  const value = wanted.approvalAbove === null ? null : readDecimal(wanted.approvalAbove);
  const approvalAbove = value && decimalText(value);
  await inTransaction(ctx, async (ctx) => {
    const before = await lockOwnRule(ctx, user.id);
    if (before === approvalAbove) return;
    if (isRaised(before, approvalAbove)) await requireRecentSignIn(ctx, user);
    await writeOwnRule(ctx, user.id, approvalAbove);
    await appendEvent(ctx, { userId: user.id, name: 'approval_rule.changed', detail: { approvalAbove } });
  });
}

// "Ask for permission again": the next authorization of this client shows the page, whatever was allowed before.
import { appendEvent } from '@/lib/audit/queries/events';
import { type Ctx, inTransaction } from '@/lib/db/context';
import { connectionNotFound } from './narrow';
import { forgetConsents } from './queries/consents';
import { findGrant } from './queries/grants';

/** Forgets what was allowed, not the limits that were set; what is connected goes on. @throws NotFound when this person has no such live connection */
export async function askAgain(ctx: Ctx, userId: string, grantId: string): Promise<void> {
  await inTransaction(ctx, async (ctx) => {
    const grant = await findGrant(ctx, userId, grantId);
    if (!grant) throw connectionNotFound();
    if (!(await forgetConsents(ctx, userId, grant.clientId))) return;
    await appendEvent(ctx, { userId, name: 'consent.forgotten', clientId: grant.clientId, grantId });
  });
}

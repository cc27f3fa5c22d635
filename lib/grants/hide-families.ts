// Taking whole families of tools out of one connection's list.
import { appendEvent } from '@/lib/audit/queries/events';
import { type Ctx, inTransaction } from '@/lib/db/context';
import { connectionNotFound } from './narrow';
import { writeHiddenFamilies } from './queries/limits';
import { lockGrant } from './queries/rights';
import type { HiddenFamilies } from './tool-family-schema';

/** Sets which families are hidden; a hidden tool that is called all the same is refused. @throws NotFound when this person has no such live connection */
export async function setHiddenFamilies(ctx: Ctx, userId: string, grantId: string, { hiddenFamilies }: HiddenFamilies): Promise<void> {
  await inTransaction(ctx, async (ctx) => {
    const grant = await lockGrant(ctx, userId, grantId);
    if (!grant) throw connectionNotFound();
    if (!(await writeHiddenFamilies(ctx, grantId, hiddenFamilies))) return;
    await appendEvent(ctx, { userId, name: 'grant.tools_changed', clientId: grant.clientId, grantId, detail: { hiddenFamilies } });
  });
}

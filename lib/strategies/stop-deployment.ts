// Stopping a deployed strategy: at once, without a confirmation, because it only takes away. What it bought stays in the account.
import { appendEvent } from '@/lib/audit/queries/events';
import { NotFound } from '@/lib/core/errors';
import type { Ctx } from '@/lib/db/context';
import { changeState, findDeployment } from './queries/deployments';

/** Stopping one that has stopped changes nothing. @throws NotFound when this person has no such deployment */
export async function stopDeployment(ctx: Ctx, userId: string, id: string, reason: string): Promise<{ stoppedAt: Date }> {
  const deployment = await findDeployment(ctx, userId, id);
  if (!deployment || deployment.state === 'proposed') throw new NotFound('There is no deployed strategy with that id.');
  const { path, clientId, grantId } = deployment;
  if (await changeState(ctx, userId, id, 'stopped', reason)) {
    await appendEvent(ctx, { userId, name: 'strategy.stopped', clientId, grantId, detail: { deployment: id, path, reason } });
    return { stoppedAt: ctx.now() };
  }
  const now = await findDeployment(ctx, userId, id);
  return { stoppedAt: now?.stoppedAt ?? ctx.now() };
}

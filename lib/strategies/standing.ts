// Whether a deployed strategy may go on: asked at every look, with the same rights as for any trade. What was taken away ends it for good;
// what is only held (a pause of its connection, a stop of AI trading) pauses it until the person lets go.
import { appendEvent } from '@/lib/audit/queries/events';
import type { AuditEventName } from '@/lib/audit/schema';
import { inTransaction } from '@/lib/db/context';
import { requireConnection } from '@/lib/trading/authority';
import type { TradingCtx } from '@/lib/trading/context';
import { TradeRefusal } from '@/lib/trading/refusal';
import { changeState, type StoredDeployment } from './queries/deployments';
import { mayWriteStrategies } from './queries/due-deployments';

export type Obstacle = Readonly<{ holds: 'for good' | 'for now'; reason: string }>;

const HELD: ReadonlyMap<string, string> = new Map([
  ['grant_paused', 'its connection is paused'],
  ['kill_switch_on', 'AI trading is stopped'],
]);

/** Null when nothing keeps it from trading. */
export async function obstacleTo(ctx: TradingCtx, deployment: StoredDeployment): Promise<Obstacle | null> {
  const { userId, grantId, clientId, accountId } = deployment;
  if (!(await mayWriteStrategies(ctx, userId, grantId)))
    return { holds: 'for good', reason: 'its connection may not run strategies any more' };
  try {
    await inTransaction(ctx, (tx) => requireConnection(tx, { userId, grantId, clientId }, accountId));
    return null;
  } catch (thrown) {
    if (!(thrown instanceof TradeRefusal)) throw thrown;
    const held = HELD.get(thrown.code);
    return held === undefined ? { holds: 'for good', reason: thrown.message.replace(/\.$/, '') } : { holds: 'for now', reason: held };
  }
}

export const end = (ctx: TradingCtx, deployment: StoredDeployment, reason: string) =>
  transition(ctx, deployment, 'stopped', 'strategy.stopped', reason);

export const pause = (ctx: TradingCtx, deployment: StoredDeployment, reason: string) =>
  transition(ctx, deployment, 'paused', 'strategy.paused', reason);

export const resume = (ctx: TradingCtx, deployment: StoredDeployment) => transition(ctx, deployment, 'running', 'strategy.resumed', null);

/** The change and its entry in the audit trail commit together; nothing is written by the second to make it. */
async function transition(
  ctx: TradingCtx,
  { id, userId, clientId, grantId, path }: StoredDeployment,
  to: 'running' | 'paused' | 'stopped',
  name: AuditEventName,
  reason: string | null,
): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    if (!(await changeState(tx, userId, id, to, reason))) return;
    const detail = { deployment: id, path, ...(reason !== null && { reason }) };
    await appendEvent(tx, { userId, name, clientId, grantId, detail });
  });
}

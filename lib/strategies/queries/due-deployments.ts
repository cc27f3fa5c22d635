// Deployments as work: who looks at one, who evaluates a bar, and what is written down about its orders.
import type { Decimal } from '@/lib/core/money';
import type { Ctx } from '@/lib/db/context';
import { intersectScopes } from '@/lib/grants/scopes';
import type { Intent } from '@/lib/strategies/decide';
import type { OrderState } from './deployments';

/** The one that waits longest, also one that was stopped with orders on their way; nobody else gets it until then. */
export async function claimDueDeployment({ db, now }: Ctx, until: Date): Promise<{ id: string; userId: string } | null> {
  const [row] = await db.$queryRaw<{ id: string; userId: string }[]>`
    UPDATE deployments SET due_at = ${until}::timestamptz WHERE id = (
      SELECT d.id FROM deployments d WHERE d.due_at <= ${now()}::timestamptz AND (d.state IN ('running', 'paused') OR (d.state = 'stopped' AND EXISTS (
        SELECT 1 FROM deployment_orders o WHERE o.deployment_id = d.id AND o.state IN ('wanted', 'waiting', 'placed'))))
      ORDER BY d.due_at LIMIT 1 FOR UPDATE SKIP LOCKED)
    RETURNING id, user_id AS "userId"`;
  return row ?? null;
}

/** What was decided about a connection, or about all trading, shows at once. @param userId null for everybody's */
export async function lookSoon({ db, now }: Ctx, userId: string | null): Promise<void> {
  await db.deployment.updateMany({
    where: { ...(userId !== null && { userId }), state: { in: ['running', 'paused'] } },
    data: { dueAt: now() },
  });
}

export async function postpone({ db }: Ctx, id: string, dueAt: Date): Promise<void> {
  await db.deployment.updateMany({ where: { id }, data: { dueAt } });
}

/** Whether the connection may still run strategies. */
export async function mayWriteStrategies({ db }: Ctx, userId: string, grantId: string): Promise<boolean> {
  const grant = await db.grant.findUnique({
    where: { id: grantId, userId },
    select: { scopes: true, client: { select: { scopes: true, kind: true } } },
  });
  if (!grant) return false;
  // What a key allows bounds its connections; a client that registered itself has no such bound.
  const hasCeiling = grant.client.kind !== 'dynamic' && grant.client.kind !== 'metadata';
  const scopes = hasCeiling ? intersectScopes(grant.scopes, grant.client.scopes) : grant.scopes;
  return scopes.includes('strategy:write');
}

export type Evaluation = Readonly<{ id: string; barAt: Date; barsHeld: number; lastPrice: Decimal; intent: Intent | null }>;

/** The right to act on a bar: true for exactly one caller, however many have evaluated it. Needs a transaction, for what is wanted belongs to it. */
export async function claimBar({ db, now }: Ctx, evaluation: Evaluation): Promise<boolean> {
  const { id, barAt, intent } = evaluation;
  const { count } = await db.deployment.updateMany({
    where: { id, state: 'running', lastBarAt: { lt: barAt } },
    data: { ...seen(evaluation), note: null },
  });
  if (count === 0 || !intent) return count === 1;
  const { side, shares, reason } = intent;
  await db.deploymentOrder.create({
    data: {
      deploymentId: id,
      barAt,
      side,
      quantity: shares.toFixed(),
      reason,
      clientOrderId: `${id}-${barAt.getTime()}`,
      state: 'wanted',
      createdAt: now(),
    },
    select: { barAt: true },
  });
  return true;
}

/** The bar passes without a decision: the strategy is paused. */
export async function passBar({ db }: Ctx, evaluation: Omit<Evaluation, 'intent'>): Promise<void> {
  const { id, barAt } = evaluation;
  await db.deployment.updateMany({ where: { id, state: 'paused', lastBarAt: { lt: barAt } }, data: seen(evaluation) });
}

const seen = ({ barAt, barsHeld, lastPrice }: Omit<Evaluation, 'intent'>) => {
  return { lastBarAt: barAt, barsHeld, lastPrice: lastPrice.toFixed() };
};

export type OrderChange = Readonly<{
  state: OrderState;
  confirmationId?: string;
  filledQuantity?: Decimal;
  averagePrice?: Decimal | null;
  problem?: string;
}>;

/** What keeps an order from being placed is also told on the deployment. */
export async function updateOrder(
  { db }: Ctx,
  deploymentId: string,
  barAt: Date,
  { filledQuantity, averagePrice, ...change }: OrderChange,
): Promise<void> {
  await db.deploymentOrder.updateMany({
    where: { deploymentId, barAt, state: { in: ['wanted', 'waiting', 'placed'] } },
    data: {
      ...change,
      ...(filledQuantity && { filledQuantity: filledQuantity.toFixed() }),
      ...(averagePrice && { averagePrice: averagePrice.toFixed() }),
    },
  });
  const note =
    change.state === 'refused' ? (change.problem ?? null) : change.state === 'waiting' ? 'An order waits for your approval.' : undefined;
  if (note !== undefined) await db.deployment.updateMany({ where: { id: deploymentId, state: 'running' }, data: { note } });
}

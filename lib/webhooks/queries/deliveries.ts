// Rows of webhook deliveries. A claim moves the next attempt into the future, in one statement that skips locked rows: of any number of
// instances one sends, and after a crash the delivery is due again by itself.
import { z } from 'zod';
import type { Ctx } from '@/lib/db/context';
import type { Delivery, DeliveryState } from '@/lib/webhooks/schema';

/** Longer than an attempt can take. */
const CLAIM_SECONDS = 60;

const Claimed = z.object({
  id: z.string(),
  endpointId: z.string(),
  url: z.string(),
  secretSealed: z.string(),
  previousSecretSealed: z.string().nullable(),
  payload: z.string(),
  attempts: z.int(),
});
export type Claimed = z.output<typeof Claimed>;

/**
 * Takes deliveries that are due, of endpoints that are on.
 * @param busy endpoints that get no more for now @param perEndpoint at most so many of one, so that a slow one does not hold up the others
 */
export async function claimDeliveries(
  { db, now }: Ctx,
  { limit, perEndpoint, busy }: { limit: number; perEndpoint: number; busy: readonly string[] },
): Promise<Claimed[]> {
  const at = now();
  const until = new Date(at.getTime() + CLAIM_SECONDS * 1_000);
  const rows = await db.$queryRaw`
    WITH ranked AS (
      SELECT d.id, d.next_attempt_at, row_number() OVER (PARTITION BY d.endpoint_id ORDER BY d.next_attempt_at, d.id) AS place
      FROM webhook_deliveries d JOIN webhook_endpoints e ON e.id = d.endpoint_id
      WHERE d.state = 'pending' AND d.next_attempt_at <= ${at}::timestamptz AND e.disabled_at IS NULL AND NOT (e.id = ANY(${[...busy]}::text[]))
    ), due AS (
      SELECT id FROM webhook_deliveries
      WHERE id IN (SELECT id FROM ranked WHERE place <= ${perEndpoint}::int ORDER BY next_attempt_at LIMIT ${limit}::int)
        AND state = 'pending' AND next_attempt_at <= ${at}::timestamptz
      FOR UPDATE SKIP LOCKED
    )
    UPDATE webhook_deliveries AS d
    SET attempts = d.attempts + 1, last_attempt_at = ${at}::timestamptz, next_attempt_at = ${until}::timestamptz
    FROM due, webhook_endpoints AS e
    WHERE d.id = due.id AND e.id = d.endpoint_id
    RETURNING d.id, d.endpoint_id AS "endpointId", e.url, e.secret_sealed AS "secretSealed",
      CASE WHEN e.previous_secret_ends_at > ${at}::timestamptz THEN e.previous_secret_sealed END AS "previousSecretSealed", d.payload, d.attempts`;
  return z.array(Claimed).parse(rows);
}

/** Writes what came of an attempt, if this was still the last one. */
export async function finishAttempt(
  { db }: Ctx,
  { id, attempts }: Pick<Claimed, 'id' | 'attempts'>,
  result: { state: DeliveryState; nextAttemptAt: Date; lastStatus: number | null; lastError: string | null },
): Promise<void> {
  await db.webhookDelivery.updateMany({ where: { id, attempts, state: 'pending' }, data: result });
}

const columns = {
  id: true,
  endpointId: true,
  userId: true,
  event: true,
  occurredAt: true,
  state: true,
  attempts: true,
  nextAttemptAt: true,
  lastAttemptAt: true,
  lastStatus: true,
  lastError: true,
  endpoint: { select: { label: true, disabledAt: true } },
} as const;

const State = z.enum(['pending', 'delivered', 'failed']);

type Row = Omit<Delivery, 'state' | 'endpointLabel' | 'nextAttemptAt'> & {
  state: string;
  nextAttemptAt: Date;
  endpoint: { label: string; disabledAt: Date | null };
};

function toDelivery({ endpoint, state, nextAttemptAt, ...row }: Row): Delivery {
  const isWaiting = state === 'pending' && endpoint.disabledAt === null;
  return { ...row, endpointLabel: endpoint.label, state: State.parse(state), nextAttemptAt: isWaiting ? nextAttemptAt : null };
}

const newestFirst = [{ occurredAt: 'desc' }, { id: 'desc' }] as const;

/** The newest deliveries of a platform. */
export async function listDeliveries({ db }: Ctx, platformId: string, limit: number): Promise<Delivery[]> {
  const rows = await db.webhookDelivery.findMany({
    where: { endpoint: { platformId } },
    orderBy: [...newestFirst],
    take: limit,
    select: columns,
  });
  return rows.map(toDelivery);
}

/** Deliveries about a user, newest first. @param after the last one of the page before */
export async function listDeliveriesAbout(
  { db }: Ctx,
  userId: string,
  { from, after, limit }: { from: Date | undefined; after: { at: Date; id: string } | null; limit: number },
): Promise<Delivery[]> {
  const rows = await db.webhookDelivery.findMany({
    where: {
      userId,
      occurredAt: { gte: from },
      ...(after && { OR: [{ occurredAt: { lt: after.at } }, { occurredAt: after.at, id: { lt: after.id } }] }),
    },
    orderBy: [...newestFirst],
    take: limit,
    select: columns,
  });
  return rows.map(toDelivery);
}

/** A message to one endpoint, about nobody. @returns false when the endpoint is off or not the platform's */
export async function insertTestDelivery(
  { db, now }: Ctx,
  platformId: string,
  endpointId: string,
  message: { id: string; event: string; payload: string },
): Promise<boolean> {
  const at = now();
  const count = await db.$executeRaw`
    INSERT INTO webhook_deliveries (id, endpoint_id, event, occurred_at, payload, state, attempts, next_attempt_at)
    SELECT ${message.id}, id, ${message.event}, ${at}::timestamptz, ${message.payload}, 'pending', 0, ${at}::timestamptz
    FROM webhook_endpoints WHERE id = ${endpointId} AND platform_id = ${platformId} AND disabled_at IS NULL`;
  return count === 1;
}

/** Due again, with all attempts before it. @returns false when the platform has no such finished delivery */
export async function requeueDelivery({ db, now }: Ctx, platformId: string, id: string): Promise<boolean> {
  const { count } = await db.webhookDelivery.updateMany({
    where: { id, state: { not: 'pending' }, endpoint: { platformId, disabledAt: null } },
    data: { state: 'pending', attempts: 0, nextAttemptAt: now(), lastStatus: null, lastError: null },
  });
  return count === 1;
}

/** Forgets deliveries of a month ago, in a batch that skips rows in use. @returns how many, at most `limit` */
export function deleteOldDeliveries({ db, now }: Ctx, limit: number, keptDays: number): Promise<number> {
  const before = new Date(now().getTime() - keptDays * 86_400_000);
  return db.$executeRaw`DELETE FROM webhook_deliveries WHERE id IN (
    SELECT id FROM webhook_deliveries WHERE occurred_at < ${before}::timestamptz LIMIT ${limit}::int FOR UPDATE SKIP LOCKED)`;
}

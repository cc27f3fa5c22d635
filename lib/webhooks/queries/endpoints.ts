// Rows of webhook endpoints, always within the reach of their platform.
import type { Ctx } from '@/lib/db/context';
import { type DisabledFor, type Endpoint, isWebhookEvent } from '@/lib/webhooks/schema';

const columns = {
  id: true,
  label: true,
  url: true,
  events: true,
  createdAt: true,
  disabledAt: true,
  disabledFor: true,
  failingSince: true,
  previousSecretEndsAt: true,
} as const;

const REASONS: readonly DisabledFor[] = ['owner', 'gone', 'failing'];

/** Oldest first. */
export async function listEndpoints({ db, now }: Ctx, platformId: string): Promise<Endpoint[]> {
  const rows = await db.webhookEndpoint.findMany({
    where: { platformId },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
    select: columns,
  });
  return rows.map(({ events, disabledFor, previousSecretEndsAt, ...row }) => ({
    ...row,
    events: events.filter(isWebhookEvent),
    disabledFor: REASONS.find((reason) => reason === disabledFor) ?? null,
    previousSecretEndsAt: previousSecretEndsAt && previousSecretEndsAt > now() ? previousSecretEndsAt : null,
  }));
}

/** Takes the platform's turn at adding endpoints, so that the limit holds for requests that arrive at once. Needs a transaction. */
export async function countEndpointsInTurn({ db }: Ctx, platformId: string): Promise<number> {
  await db.$queryRaw`SELECT id FROM clients WHERE id = ${platformId} FOR UPDATE`;
  return db.webhookEndpoint.count({ where: { platformId } });
}

export async function insertEndpoint(
  { db, now }: Ctx,
  endpoint: { id: string; platformId: string; label: string; url: string; events: string[]; secretSealed: string },
): Promise<void> {
  await db.webhookEndpoint.create({ data: { ...endpoint, createdAt: now() }, select: { id: true } });
}

/** The label; null when the platform has no such endpoint. */
export async function findEndpointLabel({ db }: Ctx, platformId: string, id: string): Promise<string | null> {
  const row = await db.webhookEndpoint.findFirst({ where: { id, platformId }, select: { label: true } });
  return row?.label ?? null;
}

/** Puts a new secret in force; the one before signs too until `previousEndsAt`. @returns false when there is no such endpoint */
export async function replaceEndpointSecret(
  { db }: Ctx,
  platformId: string,
  id: string,
  secretSealed: string,
  previousEndsAt: Date,
): Promise<boolean> {
  const count = await db.$executeRaw`
    UPDATE webhook_endpoints SET previous_secret_sealed = secret_sealed, previous_secret_ends_at = ${previousEndsAt}::timestamptz,
      secret_sealed = ${secretSealed}
    WHERE id = ${id} AND platform_id = ${platformId}`;
  return count === 1;
}

/** True when this call changed the state. Enabled again, it has a clean record. */
export async function setEndpointDisabledAt({ db, now }: Ctx, platformId: string, id: string, isDisabled: boolean): Promise<boolean> {
  const { count } = await db.webhookEndpoint.updateMany({
    where: { id, platformId, disabledAt: isDisabled ? null : { not: null } },
    data: isDisabled ? { disabledAt: now(), disabledFor: 'owner' } : { disabledAt: null, disabledFor: null, failingSince: null },
  });
  return count === 1;
}

/** Its deliveries go with it. @returns false when there is no such endpoint */
export async function deleteEndpoint({ db }: Ctx, platformId: string, id: string): Promise<boolean> {
  return (await db.webhookEndpoint.deleteMany({ where: { id, platformId } })).count === 1;
}

/** A success clears the record. */
export async function clearFailures({ db }: Ctx, id: string): Promise<void> {
  await db.webhookEndpoint.updateMany({ where: { id, failingSince: { not: null } }, data: { failingSince: null } });
}

/** Notes a failure; disables an endpoint that is gone or fails since before `failingBefore`. @returns whose it is when this disabled it */
export async function markFailure(
  { db, now }: Ctx,
  id: string,
  { isGone, failingBefore }: { isGone: boolean; failingBefore: Date },
): Promise<{ platformId: string; ownerId: string; label: string; disabledFor: string } | null> {
  const at = now();
  const rows = await db.$queryRaw<{ platformId: string; ownerId: string; label: string; disabledFor: string }[]>`
    WITH failed AS (
      UPDATE webhook_endpoints SET failing_since = COALESCE(failing_since, ${at}::timestamptz),
        disabled_at = CASE WHEN ${isGone}::boolean OR failing_since < ${failingBefore}::timestamptz THEN ${at}::timestamptz END,
        disabled_for = CASE WHEN ${isGone}::boolean THEN 'gone' WHEN failing_since < ${failingBefore}::timestamptz THEN 'failing' END
      WHERE id = ${id} AND disabled_at IS NULL
      RETURNING platform_id, label, disabled_for
    )
    SELECT failed.platform_id AS "platformId", clients.owner_id AS "ownerId", failed.label, failed.disabled_for AS "disabledFor"
    FROM failed JOIN clients ON clients.id = failed.platform_id WHERE failed.disabled_for IS NOT NULL`;
  return rows[0] ?? null;
}

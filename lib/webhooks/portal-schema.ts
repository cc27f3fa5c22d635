// Webhooks as the portal's page and JSON routes speak of them.
import { z } from 'zod';
import type { Delivery, Endpoint } from './schema';

export const DELIVERIES_SHOWN = 20;

const Time = z.iso.datetime();

export const EndpointRow = z.object({
  id: z.string(),
  label: z.string(),
  url: z.string(),
  events: z.array(z.string()),
  disabledAt: Time.nullable(),
  disabledFor: z.enum(['owner', 'gone', 'failing']).nullable(),
  failingSince: Time.nullable(),
  previousSecretEndsAt: Time.nullable(),
});
export type EndpointRow = z.output<typeof EndpointRow>;

export const DeliveryRow = z.object({
  id: z.string(),
  endpointLabel: z.string(),
  event: z.string(),
  occurredAt: Time,
  state: z.enum(['pending', 'delivered', 'failed']),
  attempts: z.int(),
  nextAttemptAt: Time.nullable(),
  lastStatus: z.int().nullable(),
  lastError: z.string().nullable(),
});
export type DeliveryRow = z.output<typeof DeliveryRow>;

/** Its first attempt is due or on its way: over within seconds. Later attempts are minutes apart. */
export const isBeingSent = ({ state, nextAttemptAt, lastStatus, lastError }: DeliveryRow): boolean =>
  state === 'pending' && nextAttemptAt !== null && lastStatus === null && lastError === null;

export const Webhooks = z.object({ endpoints: z.array(EndpointRow), deliveries: z.array(DeliveryRow) });
export type Webhooks = z.output<typeof Webhooks>;

export const State = z.strictObject({ isDisabled: z.boolean() });
export const NewSecret = z.object({ secret: z.string() });
export const CreatedEndpoint = z.object({ id: z.string(), secret: z.string() });

export function webhooksOf(endpoints: readonly Endpoint[], deliveries: readonly Delivery[]): Webhooks {
  const text = (time: Date | null) => time?.toISOString() ?? null;
  return {
    endpoints: endpoints.map(({ id, label, url, events, disabledAt, disabledFor, failingSince, previousSecretEndsAt }) => ({
      id,
      label,
      url,
      events: [...events],
      disabledAt: text(disabledAt),
      disabledFor,
      failingSince: text(failingSince),
      previousSecretEndsAt: text(previousSecretEndsAt),
    })),
    deliveries: deliveries.map(({ id, endpointLabel, event, occurredAt, state, attempts, nextAttemptAt, lastStatus, lastError }) => ({
      id,
      endpointLabel,
      event,
      occurredAt: occurredAt.toISOString(),
      state,
      attempts,
      nextAttemptAt: text(nextAttemptAt),
      lastStatus,
      lastError,
    })),
  };
}

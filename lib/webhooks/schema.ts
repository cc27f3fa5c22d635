// Outgoing webhooks: a platform hears what happens to the users it provisioned, and to nobody else. This folder owns endpoints, their
// secrets, the signing of messages and their delivery. The messages themselves are written by the triggers of migration 0005, in the
// transaction of the fact: they are the one list of what happened that neither misses nor invents anything.
import { z } from 'zod';
import { visibleName } from '@/lib/core/visible-name';

/** What an endpoint may ask for, and when it is sent. Adding one means adding its trigger. */
export const WEBHOOK_EVENTS = {
  'grant.allowed': 'A user was given access, with the first token of a kind.',
  'grant.revoked': 'Access of a user ended.',
  'user_token.minted': 'A token was minted for a user.',
  'order.filled': 'All of an order was filled.',
  'trade.approval_requested': 'A trade waits for approval.',
  'trade.approved': 'A trade that waited was approved.',
  'trade.placed': 'A trade was given to the broker.',
  'trade.rejected': 'The broker refused a trade.',
  'trade.declined': 'A trade that waited was declined.',
  'trade.outcome_unknown': 'The answer of the broker was lost; it is being found out.',
} as const;
export type WebhookEvent = keyof typeof WEBHOOK_EVENTS;
const EVENT_NAMES = Object.keys(WEBHOOK_EVENTS);
export const isWebhookEvent = (name: string): name is WebhookEvent => EVENT_NAMES.includes(name);
/** Sent when the owner asks for it, to the endpoint they asked for. */
export const TEST_EVENT = 'webhook.test';

export const ENDPOINTS_PER_PLATFORM = 10;
/** How long the secret before a rotation goes on signing beside the new one. */
export const SECRET_OVERLAP_SECONDS = 24 * 3600;
/** The first attempt and seven more: after 15 seconds, a minute, 4, 16, 64 minutes, 4.3 and 17 hours, each give or take a fifth. */
export const MOST_ATTEMPTS = 8;
/** Without one success for this long, the endpoint is disabled. */
export const FAILING_DAYS = 3;
/** Deliveries are kept, for looking back and sending again. */
export const DELIVERY_KEPT_DAYS = 30;

export const NewEndpoint = z.strictObject({
  label: visibleName('Give the endpoint a name.'),
  url: z.string('Give the address.').trim().min(1, 'Give the address.').max(2048, 'The address is too long.'),
  events: z
    .array(z.string())
    .transform((names) => EVENT_NAMES.filter((name) => names.includes(name)).filter(isWebhookEvent))
    .refine((names) => names.length > 0, 'Choose at least one event.'),
});
export type NewEndpoint = z.output<typeof NewEndpoint>;

export type DisabledFor = 'owner' | 'gone' | 'failing';

export type Endpoint = Readonly<{
  id: string;
  label: string;
  url: string;
  events: readonly WebhookEvent[];
  createdAt: Date;
  disabledAt: Date | null;
  disabledFor: DisabledFor | null;
  failingSince: Date | null;
  /** Until when the secret before the last rotation signs too. */
  previousSecretEndsAt: Date | null;
}>;

export type DeliveryState = 'pending' | 'delivered' | 'failed';

export type Delivery = Readonly<{
  id: string;
  endpointId: string;
  endpointLabel: string;
  /** Null for a test. */
  userId: string | null;
  event: string;
  occurredAt: Date;
  state: DeliveryState;
  attempts: number;
  /** Null when no more attempts are made. */
  nextAttemptAt: Date | null;
  lastAttemptAt: Date | null;
  lastStatus: number | null;
  lastError: string | null;
}>;

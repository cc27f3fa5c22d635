// The person's view of the audit trail: kinds of events, filters, pages.
import { z } from 'zod';
import { AUDIT_EVENTS, type AuditEventName } from './schema';

/** `read` is a tool call, `connection` covers keys and platforms too, `content` strategies, notes, posts and webhooks. */
export const EVENT_KINDS = ['trade', 'read', 'connection', 'sign_in', 'content'] as const;
export type EventKind = (typeof EVENT_KINDS)[number];

/** By the word before the dot. */
const KINDS: ReadonlyMap<string, EventKind> = new Map<string, EventKind>([
  ['trade', 'trade'],
  ['order', 'trade'],
  ['trading', 'trade'],
  ['account', 'trade'], // but account.created
  ['tool', 'read'],
  ['key', 'connection'],
  ['consent', 'connection'],
  ['grant', 'connection'],
  ['authorization', 'connection'],
  ['token', 'connection'],
  ['platform', 'connection'],
  ['platform_user', 'connection'],
  ['user_token', 'connection'],
  ['access_key', 'connection'],
  ['broker', 'connection'],
  ['approval_rule', 'trade'],
  ['plan', 'connection'],
  ['partner_access', 'connection'],
  ['session', 'sign_in'],
  ['sessions', 'sign_in'],
  ['sign_in', 'sign_in'],
  ['password', 'sign_in'],
  ['provider', 'sign_in'],
  ['passkey', 'sign_in'],
  ['strategy', 'content'],
  ['strategy_file', 'content'],
  ['journal', 'content'],
  ['webhook', 'content'],
  ['sharing', 'content'],
  ['post', 'content'],
]);

/** Null for an event of a later version. */
export function kindOf(name: string): EventKind | null {
  if (name === 'account.created') return 'sign_in';
  return KINDS.get(name.slice(0, name.indexOf('.'))) ?? null;
}

/** The events of a kind. */
export function eventNamesOf(kind: EventKind): AuditEventName[] {
  return AUDIT_EVENTS.filter((name) => kindOf(name) === kind);
}

/** Something was refused or did not happen as asked; a tool call besides, when its outcome is not "ok". */
export const REFUSALS: readonly AuditEventName[] = [
  'authorization.refused',
  'token.refused',
  'consent.denied',
  'trade.rejected',
  'trade.declined',
  'trade.not_placed',
  'trade.outcome_unknown',
  'order.rejected',
];

const LONGEST_SEARCH = 80;
const day = z.iso.date().optional().catch(undefined);

/** What /activity shows, as its address says it. A value that makes no sense counts as not given. */
export const ActivityFilter = z.object({
  /** An id of a client. */
  client: z.string().min(1).max(300).optional().catch(undefined),
  /** `refusal` cuts across the kinds. */
  kind: z
    .enum([...EVENT_KINDS, 'refusal'])
    .optional()
    .catch(undefined),
  outcome: z.enum(['ok', 'failed']).optional().catch(undefined),
  /** Days in UTC, both included. */
  from: day,
  to: day,
  /** Part of a tool's name, a symbol or a summary. */
  search: z
    .string()
    .transform((text) => text.replaceAll('\0', '').trim().slice(0, LONGEST_SEARCH) || undefined)
    .optional()
    .catch(undefined),
});
export type ActivityFilter = z.output<typeof ActivityFilter>;

const Sequence = z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER);

/** A page of it. */
export const ActivityQuery = ActivityFilter.extend({
  /** Only what is older than this entry. */
  before: Sequence.optional().catch(undefined),
  /** Nothing older than this entry, and each by itself: the inside of a run. */
  downTo: Sequence.optional().catch(undefined),
});
export type ActivityQuery = z.output<typeof ActivityQuery>;

const Time = z.iso.datetime();

export const ActivityEntry = z.object({
  kind: z.literal('entry'),
  sequence: z.number(),
  name: z.string(),
  clientId: z.string().nullable(),
  clientName: z.string().nullable(),
  grantId: z.string().nullable(),
  address: z.string().nullable(),
  at: Time,
  detail: z.record(z.string(), z.unknown()),
  previousHash: z.string(),
  hash: z.string(),
});
export type ActivityEntry = z.output<typeof ActivityEntry>;

/** Calls of one client in a row, so that they do not bury what matters more. */
export const ActivityRun = z.object({
  kind: z.literal('run'),
  clientId: z.string().nullable(),
  clientName: z.string().nullable(),
  count: z.number(),
  /** The most frequent first. */
  tools: z.array(z.object({ tool: z.string(), count: z.number() })),
  newest: z.number(),
  oldest: z.number(),
  newestAt: Time,
  oldestAt: Time,
});
export type ActivityRun = z.output<typeof ActivityRun>;

export const ActivityPage = z.object({
  lines: z.array(z.discriminatedUnion('kind', [ActivityEntry, ActivityRun])),
  /** Pass it as `before` for the next page; null on the last one. */
  next: z.number().nullable(),
});
export type ActivityPage = z.output<typeof ActivityPage>;
export type ActivityLine = ActivityPage['lines'][number];

/** Calls of one client on one day (UTC), for the charts. */
export type CallCount = Readonly<{ day: string; clientId: string | null; ok: number; refused: number }>;

/** How to leave the page with everything the filter shows. */
export const ExportFormat = z.enum(['csv', 'json']);
export type ExportFormat = z.output<typeof ExportFormat>;

/** The filter as a query string, in one order; empty when it shows everything. */
export function filterQuery(filter: Readonly<Record<string, string | number | undefined>>): string {
  const given = Object.entries(filter).flatMap(([name, value]) => (value === undefined || value === '' ? [] : [[name, String(value)]]));
  return new URLSearchParams(given.sort(([a = ''], [b = '']) => (a < b ? -1 : 1))).toString();
}

// What kind of thing each event is, for filters and for what a program may be told.
import { AUDIT_EVENTS, type AuditEventName } from './schema';

/** `read` is a tool call, `connection` covers keys and platforms too, `content` strategies, notes, alerts, posts and webhooks. */
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
  ['session', 'sign_in'],
  ['sessions', 'sign_in'],
  ['sign_in', 'sign_in'],
  ['password', 'sign_in'],
  ['provider', 'sign_in'],
  ['passkey', 'sign_in'],
  ['strategy', 'content'],
  ['alert', 'content'],
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
  'trade.expired',
  'trade.outcome_unknown',
];

// The audit trail: what happened, for the person it concerns. Names are a closed union; details are redacted scalars.

export const AUDIT_EVENTS = [
  'account.created',
  'session.started',
  'session.ended',
  'sessions.ended_everywhere',
  'sign_in.proved',
  'password.changed',
  'password.reset_requested',
  'password.reset',
  'provider.connected',
  'provider.disconnected',
  'passkey.added',
  'passkey.removed',
  'key.created',
  'key.updated',
  'key.disabled',
  'key.enabled',
  'key.secret_rotated',
  'key.deleted',
  'consent.allowed',
  'consent.denied',
  'consent.forgotten',
  'grant.activated',
  'grant.narrowed',
  'grant.widened',
  'grant.paused',
  'grant.resumed',
  'grant.limits_changed',
  'grant.tools_changed',
  'grant.revoked',
  'authorization.refused',
  'token.refused',
  'platform.created',
  'platform.secret_rotated',
  'platform.disabled',
  'platform.enabled',
  'platform_user.added',
  'platform_user.secret_rotated',
  'platform_user.disabled',
  'platform_user.enabled',
  'user_token.revoked',
  'account.firm_limits_set',
  'journal.note_added',
  'journal.note_removed',
  'plan.changed',
  'partner_access.blocked',
  'partner_access.allowed',
  'access_key.created',
  'access_key.revoked',
  'webhook.created',
  'webhook.secret_rotated',
  'webhook.disabled',
  'webhook.enabled',
  'webhook.stopped',
  'webhook.deleted',
  'sharing.started',
  'sharing.changed',
  'sharing.stopped',
  'post.published',
  'post.removed',
  'tool.called',
  'trade.proposed',
  'trade.confirmed',
  'trade.approval_requested',
  'trade.approved',
  'trade.declined',
  'trade.discarded',
  'trade.placed',
  'trade.rejected',
  'trade.outcome_unknown',
  'trade.price_moved',
  'trade.not_placed',
  'order.cancel_requested',
  'order.partially_filled',
  'order.split',
  'order.filled',
  'order.canceled',
  'order.expired',
  'order.rejected',
  'trading.stopped',
  'trading.resumed',
  'trading.stopped_for_everyone',
  'trading.resumed_for_everyone',
  'approval_rule.changed',
  'broker.connected',
  'broker.disconnected',
  'account.trading_enabled',
  'account.trading_disabled',
  'strategy.deployed',
  'strategy.paused',
  'strategy.resumed',
  'strategy.stopped',
  'strategy_file.deleted',
] as const;
export type AuditEventName = (typeof AUDIT_EVENTS)[number];

export type AuditDetail = Readonly<Record<string, string | number | boolean | null | readonly string[]>>;

export type NewAuditEvent = Readonly<{
  userId: string | null;
  name: AuditEventName;
  clientId?: string;
  grantId?: string;
  /**
   * Never a secret, code, token or query string. Words shared by events of trades: `accountId` (an id; connections that were given this
   * account find the event in list_activity), `account` (in words), `summary` (built by us), `symbol`, `side`, `orderId`, `reason`.
   */
  detail?: AuditDetail;
}>;

/** One line of a timeline: an event with the name of the client it is about. */
export type TimelineEvent = Readonly<{
  id: string;
  name: string;
  /** As it is called now, or was when it was deleted. */
  clientName: string | null;
  detail: Readonly<Record<string, unknown>>;
  /** RFC 3339. */
  at: string;
}>;

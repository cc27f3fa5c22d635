// Audit events in words, to the person they concern.
import type { AuditEventName, TimelineEvent } from '@/lib/audit/schema';

type Words = (client: string, detail: TimelineEvent['detail']) => string;

const ENDED: Record<string, Words> = {
  revoked_by_user: (client) => `You revoked access of ${client}.`,
  revoked_by_client: (client, { said }) => `${client} disconnected itself${typeof said === 'string' ? `, and said: “${said}”` : '.'}`,
  code_replayed: (client) => `A connection of ${client} was ended, because its code was used twice.`,
  refresh_token_reused: (client) => `A connection of ${client} was ended, because an old token was used again.`,
  key_deleted: (client) => `A connection of ${client} ended, because its key was deleted.`,
};

const WORDS: Record<AuditEventName, Words> = {
  'account.created': () => 'You created your account.',
  'session.started': () => 'You signed in.',
  'session.ended': () => 'You signed out of a browser.',
  'sessions.ended_everywhere': () => 'You signed out everywhere.',
  'sign_in.proved': () => 'You proved who you are.',
  'password.reset_requested': () => 'A link to set a new password was made.',
  'password.reset': () => 'A new password was set with a link. Every browser was signed out.',
  'provider.connected': (_, { issuer }) => `You connected sign-in with ${String(issuer)}.`,
  'provider.disconnected': (_, { issuer }) => `You disconnected sign-in with ${String(issuer)}.`,
  'passkey.added': (_, { passkey }) => `You added the passkey ${String(passkey)}.`,
  'passkey.removed': (_, { passkey }) => `You removed the passkey ${String(passkey)}.`,
  'password.changed': () => 'You changed your password.',
  'key.created': (client) => `You generated the key ${client}.`,
  'key.updated': (client) => `You changed the key ${client}.`,
  'key.disabled': (client) => `You disabled the key ${client}.`,
  'key.enabled': (client) => `You enabled the key ${client}.`,
  'key.secret_rotated': (client) => `You made a new secret for the key ${client}.`,
  'key.deleted': (client) => `You deleted the key ${client}.`,
  'consent.allowed': (client, { from_memory }) =>
    from_memory === true ? `${client} asked again for what you had allowed before.` : `You allowed ${client}.`,
  'consent.denied': (client) => `You denied ${client}.`,
  'consent.forgotten': (client) => `You want to be asked again by ${client}.`,
  'grant.activated': (client) => `${client} connected.`,
  'grant.widened': (client) => `You gave ${client} more rights.`,
  'grant.paused': (client) => `You paused ${client}.`,
  'grant.resumed': (client) => `You let ${client} go on.`,
  'grant.limits_changed': (client, { loosened }) => `You ${loosened === true ? 'loosened' : 'tightened'} the limits of ${client}.`,
  'grant.tools_changed': (client) => `You changed which tools ${client} sees.`,
  'grant.narrowed': (client) => `You took rights away from ${client}.`,
  'grant.revoked': (client, detail) =>
    (ENDED[String(detail.reason)] ?? ((name: string) => `A connection of ${name} ended.`))(client, detail),
  'authorization.refused': (client) => `A request to connect ${client} was refused.`,
  'token.refused': (client) => `${client} was refused a token.`,
  'platform.created': (platform) => `You created credentials for the platform ${platform}.`,
  'platform.secret_rotated': (platform) => `You made a new secret for the platform ${platform}.`,
  'platform.disabled': (platform) => `You disabled the platform ${platform}.`,
  'platform.enabled': (platform) => `You enabled the platform ${platform}.`,
  'platform_user.added': (platform) => `${platform} got a new user.`,
  'platform_user.secret_rotated': (platform) => `A user of ${platform} got a new secret.`,
  'platform_user.disabled': (platform) => `A user of ${platform} was disabled.`,
  'platform_user.enabled': (platform) => `A user of ${platform} was enabled.`,
  'user_token.revoked': (platform) => `User tokens of ${platform} were revoked.`,
  'account.firm_limits_set': () => 'You set the loss limits of an account.',
  'journal.note_added': () => 'You added a note to your journal.',
  'journal.note_removed': () => 'You removed a note from your journal.',
  'plan.changed': (_, { plan }) => (typeof plan === 'string' ? `Your plan is now ${plan}.` : 'Your plan ended.'),
  'partner_access.blocked': (_, { reason }) => `The operator stopped AI clients for your account: ${String(reason)}`,
  'partner_access.allowed': () => 'The operator allows AI clients for your account again.',
  'access_key.created': (name) => `You made the access token ${name}.`,
  'access_key.revoked': (name) => `You revoked the access token ${name}.`,
  'tool.called': (client, { tool, outcome }) =>
    `${client} used ${typeof tool === 'string' ? tool : 'a tool'}${outcome === undefined || outcome === 'ok' ? '' : ', and was refused'}.`,
  'trade.proposed': (client, { summary }) => `${client} proposed a trade. ${said(summary)}`,
  'trade.price_moved': (client, { summary }) => `The price had moved, so nothing was sent for ${client}. ${said(summary)}`,
  'trade.discarded': (client) => `${client} took a proposed trade back.`,
  'trade.approval_requested': (client, { summary }) => `${client} asks you to approve a trade. ${said(summary)}`,
  'trade.approved': (client, { summary }) => `You approved a trade of ${client}. ${said(summary)}`,
  'trade.declined': (client, { summary }) => `You declined a trade of ${client}. ${said(summary)}`,
  'trade.confirmed': (client, { summary }) => `${client} confirmed a trade. ${said(summary)}`,
  'trade.placed': (client) => `The broker took a trade of ${client}.`,
  'trade.rejected': (client) => `The broker rejected a trade of ${client}.`,
  'trade.not_placed': (client) => `A trade of ${client} was not placed.`,
  'trade.outcome_unknown': (client) => `The broker did not answer to a trade of ${client}. It is being looked up.`,
  'order.cancel_requested': (client, { because }) => {
    if (because === 'by_hand') return 'You canceled an open order.';
    return because === 'stop' ? 'An open order was canceled when you stopped AI trading.' : `${client} asked to cancel an open order.`;
  },
  'trading.stopped': () => 'You stopped all AI trading.',
  'trading.resumed': () => 'You let AI clients trade again.',
  'trading.stopped_for_everyone': () => 'You stopped AI trading of everyone.',
  'trading.resumed_for_everyone': () => 'You let AI clients of everyone trade again.',
  'approval_rule.changed': (_, { approvalAbove }) =>
    typeof approvalAbove === 'string'
      ? `You want to be asked about trades worth ${approvalAbove} or more.`
      : 'You took back your rule to be asked above an amount.',
  'broker.connected': () => 'You connected a brokerage account.',
  'broker.disconnected': () => 'You disconnected a brokerage account.',
  'account.trading_enabled': () => 'You allowed trading in an account.',
  'account.trading_disabled': () => 'You switched trading off in an account.',
};

function said(summary: unknown): string {
  return typeof summary === 'string' ? summary : '';
}

const known: Readonly<Record<string, Words>> = WORDS;

/** The sentence for one event; an event of a later version is named by its id. */
export function eventInWords({ name, clientName, detail }: TimelineEvent): string {
  const words = known[name];
  const keyName = typeof detail.keyName === 'string' ? detail.keyName : null;
  return words ? words(keyName ?? clientName ?? 'a client', detail) : `${name}.`;
}

const STOPS: ReadonlySet<string> = new Set<AuditEventName>([
  'grant.revoked',
  'grant.paused',
  'authorization.refused',
  'token.refused',
  'consent.denied',
  'key.deleted',
  'key.disabled',
  'platform.disabled',
  'platform_user.disabled',
  'user_token.revoked',
  'access_key.revoked',
  'trade.declined',
  'trade.rejected',
  'trade.not_placed',
  'trading.stopped',
  'trading.stopped_for_everyone',
  'account.trading_disabled',
  'partner_access.blocked',
]);

/** Whether the event stopped or refused something, so that a list can mark it. */
export function isStop({ name, detail }: TimelineEvent): boolean {
  const isRefusedCall = name === 'tool.called' && detail.outcome !== undefined && detail.outcome !== 'ok';
  return isRefusedCall || STOPS.has(name);
}

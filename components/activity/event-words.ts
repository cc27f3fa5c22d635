// Audit events in words, to the person they concern.
import { REFUSALS } from '@/lib/audit/activity-schema';
import type { AuditEventName, TimelineEvent } from '@/lib/audit/schema';
import { CONTENT_WORDS, SOME_CLIENT, TRADE_WORDS } from './trade-words';

type Words = (client: string, detail: TimelineEvent['detail']) => string;

const ENDED: Record<string, Words> = {
  revoked_by_user: (client) => `You revoked access of ${client}.`,
  revoked_by_client: (client, { said }) => `${client} disconnected itself${typeof said === 'string' ? `, and said: “${said}”` : '.'}`,
  code_replayed: (client) => `A connection of ${client} was ended, because its code was used twice.`,
  refresh_token_reused: (client) => `A connection of ${client} was ended, because an old token was used again.`,
  key_deleted: (client) => `A connection of ${client} ended, because its key was deleted.`,
  client_deleted: (client) => `A connection of ${client} ended, because it removed itself.`,
  platform_user_disabled: (client) => `A connection of ${client} ended, because the platform disabled its user.`,
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
  'account.firm_limits_set': (_, { setBy }) => `${setBy === 'operator' ? 'The operator' : 'You'} set the loss limits of an account.`,
  'plan.changed': (_, { plan }) => (typeof plan === 'string' ? `Your plan is now ${plan}.` : 'Your plan ended.'),
  'partner_access.blocked': (_, { reason }) =>
    `The operator stopped AI clients for your account${typeof reason === 'string' ? ` and said “${reason}”` : ''}.`,
  'partner_access.allowed': () => 'The operator allows AI clients for your account again.',
  'access_key.created': (name) => `You made the access token ${name}.`,
  'access_key.revoked': (name) => `You revoked the access token ${name}.`,
  'webhook.created': (platform, { endpoint }) => `You added the webhook ${String(endpoint)} to ${platform}.`,
  'webhook.secret_rotated': (platform, { endpoint }) => `You made a new secret for the webhook ${String(endpoint)} of ${platform}.`,
  'webhook.disabled': (platform, { endpoint }) => `You disabled the webhook ${String(endpoint)} of ${platform}.`,
  'webhook.enabled': (platform, { endpoint }) => `You enabled the webhook ${String(endpoint)} of ${platform}.`,
  'webhook.stopped': (platform, { endpoint }) =>
    `The webhook ${String(endpoint)} of ${platform} was disabled, because its address no longer works.`,
  'webhook.deleted': (platform, { endpoint }) => `You deleted the webhook ${String(endpoint)} of ${platform}.`,
  'sharing.started': (_, { handle }) => `You began to share as ${String(handle)}.`,
  'sharing.changed': (_, { handle }) => `You changed what you share as ${String(handle)}.`,
  'sharing.stopped': (_, { handle }) => `You stopped sharing as ${String(handle)}.`,
  'post.published': (_, { handle }) => `You wrote a post as ${String(handle)}.`,
  'post.removed': (_, { handle }) => `You removed a post of ${String(handle)}.`,
  'tool.called': (client, { tool, outcome }) =>
    `${client} used ${typeof tool === 'string' ? tool : 'a tool'}${outcome === undefined || outcome === 'ok' ? '' : ', and was refused'}.`,
  ...TRADE_WORDS,
  ...CONTENT_WORDS,
};

const known: Readonly<Record<string, Words>> = WORDS;

/** The sentence for one event; an event of a later version is named by its id. */
export function eventInWords({ name, clientName, detail }: TimelineEvent): string {
  const words = known[name];
  const keyName = typeof detail.keyName === 'string' ? detail.keyName : null;
  return words ? words(keyName ?? clientName ?? SOME_CLIENT, detail) : `${name}.`;
}

const STOPS: ReadonlySet<string> = new Set<AuditEventName>([
  ...REFUSALS,
  'grant.revoked',
  'grant.paused',
  'key.deleted',
  'key.disabled',
  'platform.disabled',
  'platform_user.disabled',
  'user_token.revoked',
  'access_key.revoked',
  'trading.stopped',
  'trading.stopped_for_everyone',
  'account.trading_disabled',
  'broker.disconnected',
  'webhook.disabled',
  'webhook.stopped',
  'webhook.deleted',
  'sharing.stopped',
  'partner_access.blocked',
  'trade.declined',
  'trade.rejected',
  'trade.not_placed',
  'strategy.paused',
  'strategy.stopped',
]);

/** Whether the event stopped or refused something, so that a list can mark it. */
export function isStop({ name, detail }: TimelineEvent): boolean {
  const isRefusedCall = name === 'tool.called' && detail.outcome !== undefined && detail.outcome !== 'ok';
  return isRefusedCall || STOPS.has(name);
}

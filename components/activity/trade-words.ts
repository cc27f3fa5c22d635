// Trades and what belongs to them in words, to the person they concern. What the detail says is used where it is there.
import type { AuditEventName, TimelineEvent } from '@/lib/audit/schema';

type Detail = TimelineEvent['detail'];
type Words = (client: string, detail: Detail) => string;

/** Stands where no client is known: then it was the person. */
export const SOME_CLIENT = 'a client';

const who = (client: string) => (client === SOME_CLIENT ? 'You' : client);

const ofClient = (client: string) => (client === SOME_CLIENT ? '' : ` of ${client}`);

function text(value: unknown): string | null {
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : null;
}

/** ": Buy 10 AAPL", or nothing. */
function what({ summary, side, symbol }: Detail): string {
  const words = text(summary)?.replace(/[.!]+$/, '') ?? [text(side), text(symbol)].filter((word) => word !== null).join(' ');
  return words === '' ? '' : `: ${words.replaceAll('!', '')}`;
}

/** An id means nothing to a person. */
const accountOf = ({ account }: Detail) => {
  const name = text(account);
  return name === null || name.startsWith('acc_') ? 'an account' : name;
};
const named = (thing: string, name: unknown) => (text(name) === null ? thing : `${thing} ${text(name)}`);

type TradeEvent = Extract<
  AuditEventName,
  `trade.${string}` | `order.${string}` | `trading.${string}` | `account.trading_${string}` | `broker.${string}` | `approval_rule.${string}`
>;
type ContentEvent = Extract<AuditEventName, `${'strategy' | 'strategy_file' | 'journal'}.${string}`>;

export const TRADE_WORDS: Record<TradeEvent, Words> = {
  'trade.proposed': (client, detail) => `${who(client)} proposed a trade${what(detail)}.`,
  'trade.confirmed': (client, detail) => `${who(client)} confirmed a trade${what(detail)}.`,
  'trade.approval_requested': (client, detail) => `${who(client)} asked you to approve a trade${what(detail)}.`,
  'trade.approved': (_, detail) => `You approved a trade${what(detail)}.`,
  'trade.declined': (_, detail) => `You declined a trade${what(detail)}.`,
  'trade.discarded': (client, detail) => `${who(client)} discarded a trade${what(detail)}.`,
  'trade.placed': (client, detail) => `A trade${ofClient(client)} was placed${what(detail)}.`,
  'trade.rejected': (client, detail) => `A trade${ofClient(client)} was rejected${what(detail)}.`,
  'trade.outcome_unknown': (_, detail) => `The broker did not say what became of a trade${what(detail)}.`,
  'trade.price_moved': (client, detail) =>
    `The price had moved, so nothing was sent for ${client === SOME_CLIENT ? 'an AI client' : client}${what(detail)}.`,
  'trade.not_placed': (client, detail) => `A trade${ofClient(client)} was not placed${what(detail)}.`,
  'order.cancel_requested': (client, detail) =>
    detail.because === 'stop'
      ? 'An open order was canceled when you stopped AI trading.'
      : `${who(client)} asked to cancel an order${what(detail)}.`,
  'order.partially_filled': (client, detail) => `A part of an order${ofClient(client)} was filled${what(detail)}.`,
  'order.split': (client, detail) =>
    `A share split changed an order${ofClient(client)}${what(detail) === '' ? '' : `, which is now${what(detail)}`}.`,
  'order.filled': (client, detail) => `An order${ofClient(client)} was filled${what(detail)}.`,
  'order.canceled': (client, detail) =>
    `An order${ofClient(client)} was canceled${detail.because === 'split' ? ' by a share split' : ''}${what(detail)}.`,
  'order.expired': (client, detail) => `An order${ofClient(client)} expired${what(detail)}.`,
  'order.rejected': (client, detail) => `The broker rejected an order${ofClient(client)}${what(detail)}.`,
  'trading.stopped': () => 'You stopped AI trading.',
  'trading.resumed': () => 'You let AI trading go on.',
  'trading.stopped_for_everyone': () => 'The operator stopped AI trading for everyone.',
  'trading.resumed_for_everyone': () => 'The operator let AI trading go on for everyone.',
  'account.trading_enabled': (_, detail) => `You allowed trading in ${accountOf(detail)}.`,
  'account.trading_disabled': (_, detail) => `You ended trading in ${accountOf(detail)}.`,
  'approval_rule.changed': (_, { approvalAbove }) =>
    typeof approvalAbove === 'string'
      ? `You want to be asked about trades worth ${approvalAbove} or more.`
      : 'You took back your rule to be asked above an amount.',
  'broker.connected': (_, { broker }) => `You connected ${named('the broker', broker)}.`,
  'broker.disconnected': (_, { broker }) => `You disconnected ${named('the broker', broker)}.`,
};

const because = (reason: unknown) => (typeof reason === 'string' ? `: ${reason}` : '');

export const CONTENT_WORDS: Record<ContentEvent, Words> = {
  'strategy_file.deleted': (_, { path }) => `You deleted ${named('the strategy file', path)}.`,
  'strategy.deployed': (client, { path, symbol }) =>
    `${who(client)} started ${named('the strategy', path)}${typeof symbol === 'string' ? ` on ${symbol}` : ''}.`,
  'strategy.paused': (_, { path, reason }) => `${named('The strategy', path)} was paused${because(reason)}.`,
  'strategy.resumed': (_, { path }) => `${named('The strategy', path)} goes on.`,
  'strategy.stopped': (_, { path, reason }) => `${named('The strategy', path)} stopped${because(reason)}.`,
  'journal.note_added': () => 'You added a note to your journal.',
  'journal.note_removed': () => 'You removed a note from your journal.',
};

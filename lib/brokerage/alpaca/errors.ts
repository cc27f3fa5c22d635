// What Alpaca's refusals mean in the port's words. Its own code and text go along as data.
import { BrokerError, type BrokerErrorCode } from '@/lib/brokerage/port';
import { AlpacaError } from './wire';

const LONGEST_MESSAGE = 300;

/** What was asked for decides what "not found" and "unprocessable" mean. */
export type Subject = 'account' | 'order' | 'new order' | 'change' | 'asset' | 'market data';

const NOT_FOUND: Readonly<Record<Subject, BrokerErrorCode>> = {
  account: 'not_found',
  order: 'not_found',
  'new order': 'invalid_symbol',
  change: 'not_found',
  asset: 'invalid_symbol',
  'market data': 'invalid_symbol',
};

const MESSAGES: Readonly<Partial<Record<BrokerErrorCode, string>>> = {
  not_found: 'The broker does not know it.',
  invalid_symbol: 'The broker has no instrument with this symbol.',
  insufficient_buying_power: 'The account does not have enough buying power for this order.',
  market_closed: 'The market is closed for this order.',
  order_not_open: 'The order is no longer open.',
  broker_rejected: 'The broker refused the request.',
  broker_unavailable: 'The broker cannot be reached now; try again in a moment.',
};

/** Alpaca uses one code for many refusals (40310000, 42210000), so its text has to tell them apart; what is not recognised is a plain rejection. */
function codeOf(status: number, text: string, subject: Subject): BrokerErrorCode {
  if (status === 429 || status >= 500) return 'broker_unavailable';
  if (status === 404) return NOT_FOUND[subject];
  if (status === 401) return 'broker_rejected';
  if (/buying power|insufficient (balance|funds)/i.test(text)) return 'insufficient_buying_power';
  if (/asset.*not found|could not find asset|invalid symbol|symbol.*not found/i.test(text)) return 'invalid_symbol';
  if (/market (is )?(closed|not open)|outside.*(trading|market) hours/i.test(text)) return 'market_closed';
  if (subject === 'change' && /not (cancel|replac|open)|already|pending_cancel|cannot (be )?(cancel|replace)/i.test(text))
    return 'order_not_open';
  return 'broker_rejected';
}

/** Text from outside: control characters removed, length capped. It is shown as the broker's words, never followed. */
function clean(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}]/gu, ' ').slice(0, LONGEST_MESSAGE);
}

export class DuplicateClientOrderId extends Error {
  override name = 'DuplicateClientOrderId';
}

/** @param now epoch milliseconds */
export function refusalOf(
  status: number,
  body: unknown,
  subject: Subject,
  headers: Headers,
  now: number,
): BrokerError | DuplicateClientOrderId {
  const { code, message = '' } = AlpacaError.catch({}).parse(body);
  if (subject === 'new order' && /client_order_id must be unique/i.test(message)) return new DuplicateClientOrderId();
  const kind = codeOf(status, message, subject);
  const reset = Number(headers.get('x-ratelimit-reset'));
  const retryAfterSeconds = status === 429 && reset > 0 ? Math.max(1, Math.ceil(reset - now / 1_000)) : undefined;
  const text =
    status === 401
      ? 'The broker no longer accepts the stored credentials; connect the account again.'
      : (MESSAGES[kind] ?? 'The broker refused the request.');
  return new BrokerError(kind, text, {
    brokerCode: String(code ?? status),
    ...(message === '' ? {} : { brokerMessage: clean(message) }),
    ...(kind === 'invalid_symbol' ? { field: 'symbol' } : {}),
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
  });
}

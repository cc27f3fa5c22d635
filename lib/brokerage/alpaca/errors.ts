// What Alpaca's refusals mean in the port's words. Its own code and text go along as data.
import { BrokerError, type BrokerErrorCode } from '@/lib/brokerage/port';
import { AlpacaError } from './wire';

const LONGEST_MESSAGE = 300;
const LONGEST_WAIT_SECONDS = 600;

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
/** Alpaca says 401, or 403 with this word alone, where a key is unknown, withdrawn, or of the other kind of account. */
const isKeyRefused = (status: number, text: string) => status === 401 || (status === 403 && /^(forbidden|unauthorized)\.?$/i.test(text));

function codeOf(status: number, text: string, subject: Subject): BrokerErrorCode {
  if (status === 429 || status >= 500) return 'broker_unavailable';
  if (status === 404) return NOT_FOUND[subject];
  if (isKeyRefused(status, text)) return 'broker_rejected';
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

/** Trading says at which second of the epoch the count begins anew; what stands before it may say `Retry-After`. */
function waitOf(headers: Headers, now: number): number | undefined {
  const reset = Number(headers.get('x-ratelimit-reset'));
  const seconds = reset > 0 ? Math.ceil(reset - now / 1_000) : Number(headers.get('retry-after'));
  return reset > 0 || seconds > 0 ? Math.min(LONGEST_WAIT_SECONDS, Math.max(1, seconds)) : undefined;
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
  const retryAfterSeconds = status === 429 ? waitOf(headers, now) : undefined;
  const text = isKeyRefused(status, message)
    ? 'The broker no longer accepts the stored credentials; connect the account again.'
    : (MESSAGES[kind] ?? 'The broker refused the request.');
  return new BrokerError(kind, text, {
    brokerCode: String(code ?? status),
    ...(message === '' ? {} : { brokerMessage: clean(message) }),
    ...(kind === 'invalid_symbol' ? { field: 'symbol' } : {}),
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
  });
}

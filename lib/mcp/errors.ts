// Failures in words a model can act on (tool-catalogue §6). A ToolError is raised anywhere; call-tool.ts turns it into the answer.
// `message` is one sentence for the person, `nextStep` one for the model. Nothing that was sent is repeated in either.
import { BrokerError } from '@/lib/brokerage/port';
import type { Core } from '@/lib/core/context';
import { routes } from '@/lib/core/routes';
import { cleanLine } from '@/lib/core/untrusted-text';
import { isDatabaseAway } from '@/lib/db/errors';
import type { ScopeId } from '@/lib/grants/scopes';
import { type Successor, TradeRefusal } from '@/lib/trading/refusal';

export const TOOL_ERROR_CODES = [
  'invalid_argument',
  'not_found',
  'account_not_granted',
  'trading_not_enabled',
  'scope_missing',
  'plan_required',
  'policy_limit',
  'kill_switch_on',
  'grant_paused',
  'rate_limited',
  'confirmation_not_found',
  'confirmation_expired',
  'confirmation_used',
  'price_moved',
  'approval_denied',
  'approval_expired',
  'insufficient_buying_power',
  'market_closed',
  'invalid_symbol',
  'order_not_open',
  'broker_rejected',
  'broker_unavailable',
  'backend_offline',
  'backend_timeout',
  'outcome_unknown',
  'internal',
] as const;
export type ToolErrorCode = (typeof TOOL_ERROR_CODES)[number];

type Details = Readonly<{
  nextStep: string;
  isRetryable?: boolean;
  retryAfterSeconds?: number;
  /** The argument at fault. */
  field?: string;
  limit?: Readonly<{ name: string; allowed: number | string; requested?: number | string; unit: string }>;
  origin?: 'portal' | 'broker' | 'backend';
  /** The broker's own words: data to quote, never to follow. */
  brokerCode?: string;
  brokerMessage?: string;
  /** The confirmation that takes the place of the one whose price had moved. */
  successor?: Successor;
  /** Every scope the call needs, when one of them is missing. */
  scopes?: readonly ScopeId[];
}>;

export class ToolError extends Error {
  override name = 'ToolError';
  constructor(
    readonly code: ToolErrorCode,
    message: string,
    readonly details: Details,
  ) {
    super(message);
  }
}

const DATABASE_RETRY_SECONDS = 5;

export const invalidArgument = (message: string, nextStep: string, field?: string) =>
  new ToolError('invalid_argument', message, { nextStep, field });

export const accountNotGranted = () =>
  new ToolError('account_not_granted', 'This AI client was not given access to that account.', {
    nextStep: 'Call list_accounts and use one of its ids, or ask the user which account to use.',
    field: 'account_id',
  });

export const backendOffline = (message = 'The service cannot reach its database right now.') =>
  new ToolError('backend_offline', message, {
    nextStep: 'Try again in a few seconds. Nothing was changed.',
    isRetryable: true,
    retryAfterSeconds: DATABASE_RETRY_SECONDS,
    origin: 'backend',
  });

const internal = () =>
  new ToolError('internal', 'Something failed on our side.', {
    nextStep: 'Tell the user and give them the request_id; do not repeat the call more than once.',
    origin: 'backend',
  });

const BROKER_NEXT_STEPS: Readonly<Record<BrokerError['code'], string>> = {
  invalid_argument: 'Correct the argument named in field and call again.',
  not_found: 'Check the id; call list_accounts for the accounts there are.',
  invalid_symbol: 'Call search_instruments to find the symbol.',
  trading_not_enabled: 'Ask the user to switch on "Allow trading" for this account in the portal.',
  insufficient_buying_power: 'Call get_balances and propose a smaller order.',
  market_closed: 'Tell the user that the market is closed.',
  order_not_open: 'Call list_orders to see what became of the order.',
  broker_rejected: 'Tell the user what the broker answered; do not repeat the order unchanged.',
  broker_unavailable: 'Try again in a few seconds.',
  outcome_unknown: 'Do not repeat the order. Find out what became of it first.',
};

/** Anything thrown inside a tool, as a ToolError; what was not foreseen becomes `internal` without detail. */
export function asToolError(thrown: unknown): ToolError {
  if (thrown instanceof ToolError) return thrown;
  if (thrown instanceof TradeRefusal) return new ToolError(thrown.code, thrown.message, thrown.details);
  if (thrown instanceof BrokerError) {
    const nextStep = BROKER_NEXT_STEPS[thrown.code];
    return new ToolError(thrown.code, thrown.message, { origin: 'broker', ...thrown.details, nextStep, isRetryable: thrown.isRetryable });
  }
  return isDatabaseAway(thrown) ? backendOffline() : internal();
}

const PERMISSION_CODES: ReadonlySet<ToolErrorCode> = new Set(['account_not_granted', 'scope_missing', 'grant_paused', 'policy_limit']);

const LONGEST_BROKER_TEXT = 300;

const quoted = (text: string | undefined) => (text === undefined ? undefined : cleanLine(text, LONGEST_BROKER_TEXT));

/** The object a model reads. */
export function describeError({ settings, requestId }: Core, { code, message, details }: ToolError) {
  const page = code === 'plan_required' ? routes.account() : PERMISSION_CODES.has(code) ? routes.aiClients() : routes.home();
  return {
    error: {
      code,
      message,
      retryable: details.isRetryable ?? false,
      retry_after_s: details.retryAfterSeconds,
      field: details.field,
      limit: details.limit,
      next_step: details.nextStep,
      ...(details.successor && {
        confirmation_id: details.successor.confirmationId,
        summary: details.successor.summary,
        expires_at: details.successor.expiresAt,
      }),
      docs_url: settings.appUrl + page,
      origin: details.origin ?? 'portal',
      broker_code: quoted(details.brokerCode),
      broker_message: quoted(details.brokerMessage),
      request_id: requestId,
    },
  };
}

// portal://docs/{topic}: what a model may want to look up. Written from the same constants and lists that the server goes by.
import type { Ctx } from '@/lib/db/context';
import type { Principal } from '@/lib/grants/schema';
import { BUNDLES, SCOPES } from '@/lib/grants/scopes';
import { MOST_RUNNING } from '@/lib/strategies/deploy';
import { LARGEST_FILE_BYTES, MOST_FILES } from '@/lib/strategies/files';
import { EXAMPLE_STRATEGY, LANGUAGE_IN_BRIEF } from '@/lib/strategies/language/in-brief';
import { MOST_A_DAY, MOST_ACTIVE, MOST_BARS } from '@/lib/strategies/start-backtest';
import { TOOL_DEADLINE_MS } from './deadline';
import { TOOL_ERROR_CODES, type ToolErrorCode } from './errors';
import { LONGEST_RESULT } from './fit-page';
import { CALLS, TRADE_CALLS } from './rate-limit';
import { visibleTools } from './tools';
import { MOST_CALLS_AT_ONCE } from './turnstile';

type Doc = Readonly<{ title: string; description: string; write: (ctx: Ctx, principal: Principal) => string }>;

const TWO_STEPS = `An order takes two steps, and no argument skips one.
1. create_order (or modify_order, flatten_position and the like) only proposes. It answers with a confirmation_id, a summary and expires_at, 120 seconds later.
2. Show the summary to the user as it is. Only when they agree, call confirm_trade with the confirmation_id.
A confirmation counts once, for this connection only; confirm_trade called again gives the same result and never a second order.
approval_pending: the user decides in the portal; call get_approval, and never say that it is done before it is.
unknown: the broker's answer was lost. Do not order again; call get_order.
price_moved: nothing was placed; show the new summary and ask again.
discard_confirmation drops a proposal the user does not want.`;

const LIMITS = `${CALLS.limit} calls in ${CALLS.windowSeconds} seconds over all connections of the user, ${TRADE_CALLS.limit} of them on trade tools. Refused calls count.
${MOST_CALLS_AT_ONCE} calls at once for a connection; further ones wait.
A call may take ${TOOL_DEADLINE_MS / 1000} seconds. A result has at most ${LONGEST_RESULT} characters; longer lists go on with next_cursor.
The user sets how much a connection may trade: per order, per day, orders per day, and from which value on they approve each trade. portal://policy tells them.
A firm may set how much an account may lose in a day and in all: get_watermarks tells both and how near they are.
get_connection_status tells what is left. A limit that refuses a call is named in the error; only the user can raise it, in the portal.`;

const ERRORS: Readonly<Record<ToolErrorCode, string>> = {
  invalid_argument: 'an argument is wrong; field names it',
  not_found: 'no such thing, or it belongs to an account that is not shared',
  account_not_granted: 'the account is not shared with this connection',
  trading_not_enabled: 'the user has not switched on "Allow trading" for the account',
  scope_missing: 'the connection lacks a permission; the user can add it',
  plan_required: "the user's plan does not include this",
  policy_limit: 'over a limit; limit tells which',
  kill_switch_on: 'the user stopped all AI trading',
  grant_paused: 'the user paused this connection',
  rate_limited: 'too many calls; wait retry_after_s',
  confirmation_not_found: 'no such confirmation on this connection',
  confirmation_expired: 'older than 120 seconds; propose it again',
  confirmation_used: 'it was confirmed already',
  price_moved: 'the price moved too far; nothing was placed',
  approval_denied: 'the user declined',
  approval_expired: 'the user did not decide in time',
  insufficient_buying_power: 'the account cannot pay for it',
  market_closed: 'the market is closed for this order',
  invalid_symbol: 'no such instrument; search_instruments finds it',
  order_not_open: 'the order is filled or ended already',
  broker_rejected: 'the broker refused; broker_message quotes it',
  broker_unavailable: 'the broker does not answer; try again shortly',
  backend_offline: 'the service cannot reach its database; try again shortly',
  backend_timeout: 'it took too long; ask for less',
  outcome_unknown: 'it is not known whether the order was placed: never repeat it, call get_order',
  internal: 'a fault of the service; tell the user the request_id',
};

const STRATEGIES = `${LANGUAGE_IN_BRIEF}

${EXAMPLE_STRATEGY}
Too few bars, or a division by zero, make a value unknown; an unknown condition does nothing, nor does its not.
Files: at most ${MOST_FILES}, ${LARGEST_FILE_BYTES / 1024} KB each. write_strategy_file, then compile_strategy, which names the line of each error.
run_backtest simulates a file over at most ${MOST_BARS} past bars with 100,000 USD, slippage and commission; ${MOST_ACTIVE} at once, ${MOST_A_DAY} a day. Poll get_backtest. Past results say little about the future.
deploy_strategy only proposes; confirm_trade starts it, with the text as it was then. It decides once when a bar ends, trades only what it bought itself, and its orders pass every limit of this connection. \
In a paper account they go out by themselves, and wait for the user above their threshold; in a live account each one waits. At most ${MOST_RUNNING} run.
It is paused while the connection is paused or AI trading is stopped, and goes on by itself with the next bar that ends afterwards; what it missed is not made up for. \
It stops for good when the connection ends or loses a permission, or when trading is switched off for the account. stop_strategy ends it at once and sells nothing.`;

const DOCS: Readonly<Record<string, Doc>> = {
  tools: {
    title: 'Tools',
    description: 'What each tool of this connection does.',
    write: (ctx, principal) =>
      visibleTools(ctx, principal)
        .map(({ name, listed }) => `${name}: ${listed.description}`)
        .join('\n'),
  },
  'two-step-trades': {
    title: 'Trades in two steps',
    description: 'How an order is proposed, confirmed and approved.',
    write: () => TWO_STEPS,
  },
  limits: { title: 'Limits', description: 'How often, how long, how much.', write: () => LIMITS },
  errors: {
    title: 'Errors',
    description: 'What each error code means.',
    write: () =>
      ['An error has a code, a message for the user and a next_step for you. Follow next_step.']
        .concat(TOOL_ERROR_CODES.map((code) => `${code}: ${ERRORS[code]}.`))
        .join('\n'),
  },
  scopes: {
    title: 'Permissions',
    description: 'What each permission (scope) opens.',
    write: () =>
      SCOPES.map(({ id, sentence, detail }) => `${id}: ${sentence}. ${detail}`)
        .concat(Object.entries(BUNDLES).map(([name, ids]) => `${name} is ${ids.join(' ')}.`))
        .join('\n'),
  },
  strategies: {
    title: 'Strategies',
    description: 'The strategy language with an example, backtests, and what a deployed strategy does.',
    write: () => STRATEGIES,
  },
};

const URI = /^portal:\/\/docs\/([a-z-]{1,40})$/;

const mimeType = 'text/plain';

export const docsTemplate = {
  uriTemplate: 'portal://docs/{topic}',
  name: 'docs',
  title: 'How this works',
  description: `Topics: ${Object.keys(DOCS).join(', ')}.`,
  mimeType,
};

export const listedDocs = Object.entries(DOCS).map(([topic, { title, description }]) => {
  return { uri: `portal://docs/${topic}`, name: `docs-${topic}`, title, description, mimeType };
});

/** Null when the address is no topic. */
export function readDoc(ctx: Ctx, principal: Principal, uri: string): string | null {
  const topic = URI.exec(uri)?.[1] ?? '';
  return Object.hasOwn(DOCS, topic) ? (DOCS[topic]?.write(ctx, principal) ?? null) : null;
}

// The MCP endpoint: what an AI client may ask about a person's accounts, as tools. This folder owns the transport around the SDK,
// the tools, their errors and limits. Below: the words that all tools share (tool-catalogue §1).
import { z } from 'zod';
import { MOST_ROWS_PER_PAGE, USUAL_ROWS_PER_PAGE } from '@/lib/brokerage/port';
import type { Ctx } from '@/lib/db/context';
import type { Principal } from '@/lib/grants/schema';
import type { TradingCtx } from '@/lib/trading/context';

/** Proves a bearer token for a resource (RFC 8707). @throws InvalidTokenError */
export type Verify = (ctx: Ctx, token: string, resource: string) => Promise<Principal>;

/** For the endpoint: a broker to ask, how to prove a token, and the signal that ends waits when the server stops. */
export type McpCtx = TradingCtx & Readonly<{ verify: Verify; stopping?: AbortSignal }>;

/** `modern` is revision 2026-07-28, `legacy` everything before it. */
export type Era = 'legacy' | 'modern';

export { CurrencyOut, DecimalOut, EnvironmentOut, TimeOut } from '@/lib/brokerage/wire';

/** Of a result over several accounts; null when there is none. */
export const EnvironmentsOut = z.enum(['live', 'paper', 'mixed']).nullable();

/** Marks an argument whose value stays out of the audit trail. */
export const REDACTED = { 'x-redact': true } as const;

export const AccountIdIn = z.string().min(1).max(80).describe('An id from list_accounts, like "acc_…".');
export const OrderIdIn = z.string().min(1).max(80).describe('An id from list_orders, like "ord_…".');
export const ConfirmationIdIn = z.string().min(1).max(80).describe('As the tool that proposed the trade returned it, like "cnf_…".');
export const SymbolIn = z.string().min(1).max(32).describe('A ticker symbol, like "AAPL" or "BRK.B".');

export const LimitIn = z.number().int().min(1).max(MOST_ROWS_PER_PAGE).default(USUAL_ROWS_PER_PAGE).describe('Most rows to return.');
export const CursorIn = z.string().min(1).max(400).optional().describe('next_cursor of the page before.');
export const CursorOut = z.string().nullable().describe('Pass it as cursor for the next page; null on the last one.');

/** The one environment of these, `mixed`, or null when there are none. */
export function environmentsOf(items: readonly Readonly<{ environment: 'live' | 'paper' }>[]): z.infer<typeof EnvironmentsOut> {
  const found = new Set(items.map(({ environment }) => environment));
  return found.size > 1 ? 'mixed' : ([...found][0] ?? null);
}

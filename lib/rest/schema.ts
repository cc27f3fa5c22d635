// The REST API under /api/v1 (contract §4, the second resource): the same facts as the MCP tools for programs that are no AI clients, with an
// access token or personal access token of its own audience; and, with platform credentials, the management of provisioned users. This
// folder owns its operations, their one form of errors and pages, and the OpenAPI document, which is made from the same schemas.
import { z } from 'zod';
import { type BrokerCtx, MOST_ROWS_PER_PAGE, USUAL_ROWS_PER_PAGE } from '@/lib/brokerage/port';
import * as wire from '@/lib/brokerage/wire';
import type { Ctx } from '@/lib/db/context';
import type { Principal } from '@/lib/grants/schema';

/** A broker to ask and to open accounts with; `verify` proves a bearer or throws InvalidTokenError. */
export type RestCtx = BrokerCtx & Readonly<{ verify: (ctx: Ctx, token: string, resource: string) => Promise<Principal> }>;

export const DecimalOut = wire.DecimalOut.describe('A plain decimal, never a float.');
export const TimeOut = wire.TimeOut.describe('RFC 3339, UTC.');
export const CurrencyOut = wire.CurrencyOut.describe('ISO 4217.');
export const EnvironmentOut = wire.EnvironmentOut.describe('live is real money, paper is simulated.');

export const PageQuery = {
  limit: z
    .string()
    .regex(/^\d{1,3}$/, `must be a whole number from 1 to ${MOST_ROWS_PER_PAGE}`)
    .transform(Number)
    .pipe(z.int().min(1, 'must be at least 1').max(MOST_ROWS_PER_PAGE, `must be at most ${MOST_ROWS_PER_PAGE}`))
    .default(USUAL_ROWS_PER_PAGE)
    .describe(`Most rows to return, 1 to ${MOST_ROWS_PER_PAGE}; ${USUAL_ROWS_PER_PAGE} without it.`),
  cursor: z.string().min(1).max(400).optional().describe('next_cursor of the page before.'),
};

/** A list, with where it goes on. */
export const pageOf = <T extends z.ZodType>(row: T) =>
  z.strictObject({
    data: z.array(row),
    next_cursor: z.string().nullable().describe('Pass it as cursor for the next page; null on the last one.'),
  });

export const ErrorBody = z.strictObject({
  error: z.strictObject({
    code: z.string().describe('Stable, for programs.'),
    message: z.string().describe('One sentence that says what to do.'),
    field: z.string().optional().describe('The parameter or member at fault.'),
    request_id: z.string().describe('Names this request in the logs of the server.'),
  }),
});

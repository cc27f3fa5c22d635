import { z } from 'zod';
import { findGrantActivity, type GrantActivityRow } from '@/lib/audit/queries/grant-activity';
import { cleanLine } from '@/lib/core/untrusted-text';
import { findClientIdentities } from '@/lib/grants/queries/client-names';
import type { Principal } from '@/lib/grants/schema';
import { defineTool, READS_HERE, type ToolCtx } from '@/lib/mcp/define-tool';
import { invalidArgument } from '@/lib/mcp/errors';
import { fitPage } from '@/lib/mcp/fit-page';
import { CursorIn, CursorOut, LimitIn, TimeOut } from '@/lib/mcp/schema';
import { UntrustedTextOut } from '@/lib/mcp/untrusted-text';
import { PeriodEdgeIn, readPeriod } from './period';

const ActivityOut = z.strictObject({
  id: z.string(),
  time: TimeOut,
  event: z.string().describe('What happened, like "tool.called", "trade.placed" or "grant.narrowed".'),
  by_this_connection: z.boolean(),
  client: z
    .strictObject({ verified_name: z.string().nullable(), untrusted_text: UntrustedTextOut.nullable() })
    .describe('Who did it: a name that is certain, or the name a client gave itself. Both null: the user.'),
  tool: z.string().nullable(),
  outcome: z.string().nullable().describe('"ok", or the error code of a call.'),
  latency_ms: z.number().int().nullable(),
  account_id: z.string().nullable(),
  symbol: z.string().nullable(),
  order_id: z.string().nullable(),
  summary: z.string().nullable().describe('Of a trade, in the words of this server.'),
});
type ActivityOut = z.input<typeof ActivityOut>;

export const listActivity = defineTool({
  name: 'list_activity',
  family: 'accounts',
  title: 'List activity',
  description:
    'Lists what this connection did and what was changed about it, and trades of any client in the shared accounts, newest first. Other activity is for the user alone, at /activity.',
  input: z.strictObject({
    from: PeriodEdgeIn.describe('At or after: a time, or a date of the exchange.'),
    limit: LimitIn,
    cursor: CursorIn,
  }),
  output: z.strictObject({ activity: z.array(ActivityOut), next_cursor: CursorOut, as_of: TimeOut }),
  scopes: ['account:read'],
  annotations: READS_HERE,
  hasUntrustedText: true,
  async run(ctx, principal, { from, limit, cursor }) {
    const query = { ...known(principal), from: readPeriod({ from }).from, before: readCursor(cursor) };
    const found = await findGrantActivity(ctx, query, limit + 1);
    const activity = await activityOf(ctx, found);
    const load = (rows: number) => {
      const page = activity.slice(0, rows);
      return {
        activity: page,
        next_cursor: page.length < activity.length ? (page.at(-1)?.id ?? null) : null,
        as_of: ctx.now().toISOString(),
      };
    };
    const output = await fitPage(limit, load, (page) => page.activity.length);
    const count = output.activity.length;
    const more = output.next_cursor === null ? '' : ', more with next_cursor';
    return { output, summary: count === 0 ? 'No activity.' : `${count} ${count === 1 ? 'entry' : 'entries'}, newest first${more}.` };
  },
});

function known({ userId, grantId, accountIds }: Principal) {
  return { userId, grantId, accountIds };
}

const PLACE = /^evt_([1-9]\d{0,17})$/;

/** @throws ToolError `invalid_argument` */
function readCursor(cursor: string | undefined): bigint | undefined {
  if (cursor === undefined) return undefined;
  const [, place] = PLACE.exec(cursor) ?? [];
  if (place === undefined) throw invalidArgument('The cursor is not one this list gave.', 'Call again without cursor.', 'cursor');
  return BigInt(place);
}

async function activityOf(ctx: ToolCtx, rows: readonly GrantActivityRow[]): Promise<ActivityOut[]> {
  const identities = await findClientIdentities(
    ctx,
    rows.flatMap(({ clientId }) => clientId ?? []),
  );
  return rows.map(({ sequence, name, clientId, isOwn, at, detail }) => {
    const facts: Readonly<Record<string, unknown>> = detail instanceof Object ? { ...detail } : {};
    const identity = clientId === null ? undefined : identities.get(clientId);
    return {
      id: `evt_${sequence}`,
      time: at.toISOString(),
      event: name,
      by_this_connection: isOwn,
      client: {
        verified_name: identity?.isVerified ? identity.name : null,
        untrusted_text: identity && !identity.isVerified ? cleanLine(identity.name, LONGEST_NAME) : null,
      },
      tool: textOf(facts.tool),
      outcome: textOf(facts.outcome),
      latency_ms: typeof facts.latency_ms === 'number' ? Math.round(facts.latency_ms) : null,
      account_id: textOf(facts.accountId) ?? idOf(facts.account),
      symbol: textOf(facts.symbol),
      order_id: textOf(facts.orderId) ?? textOf(facts.order),
      summary: textOf(facts.summary),
    };
  });
}

/** `account` holds an id or words for people. */
function idOf(account: unknown): string | null {
  return typeof account === 'string' && account.startsWith('acc_') ? textOf(account) : null;
}

const LONGEST_NAME = 200;
const LONGEST_TEXT = 500;

/** What we wrote ourselves, on one line. */
function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? cleanLine(value, LONGEST_TEXT) : null;
}

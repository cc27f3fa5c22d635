import { z } from 'zod';
import { listNotes } from '@/lib/journal/list-notes';
import type { Note } from '@/lib/journal/schema';
import { defineTool, READS_HERE } from '@/lib/mcp/define-tool';
import { fitPage } from '@/lib/mcp/fit-page';
import { grantedAccounts } from '@/lib/mcp/granted-accounts';
import { pageSummary } from '@/lib/mcp/page-summary';
import { AccountIdIn, CursorIn, CursorOut, EnvironmentOut, EnvironmentsOut, environmentsOf, LimitIn, TimeOut } from '@/lib/mcp/schema';
import { UntrustedTextOut, untrustedText } from '@/lib/mcp/untrusted-text';
import { PeriodEdgeIn, readPeriod } from './period';

const EntryOut = z.strictObject({
  id: z.string(),
  account_id: z.string().nullable().describe('Null for a note about no account in particular.'),
  environment: EnvironmentOut.nullable(),
  symbol: z.string().nullable(),
  order_id: z.string().nullable(),
  written_at: TimeOut,
  untrusted_text: UntrustedTextOut,
});

type Environment = z.infer<typeof EnvironmentOut>;

const toOutput = (
  { id, accountId, symbol, orderId, text, writtenAt }: Note,
  environment: Environment | null,
): z.input<typeof EntryOut> => ({
  id,
  account_id: accountId,
  environment,
  symbol,
  order_id: orderId,
  written_at: writtenAt,
  untrusted_text: untrustedText(text),
});

export const listJournalEntries = defineTool({
  name: 'list_journal_entries',
  family: 'accounts',
  title: 'List journal entries',
  description: 'Lists the notes the user keeps about their trading, newest first: about the shared accounts, or about none in particular.',
  input: z.strictObject({
    account_id: AccountIdIn.optional().describe('Only notes about this account.'),
    from: PeriodEdgeIn.describe('Written at or after: a time, or a date of the exchange.'),
    to: PeriodEdgeIn.describe('Written before this time, or until the end of this date.'),
    limit: LimitIn,
    cursor: CursorIn,
  }),
  output: z.strictObject({ environment: EnvironmentsOut, entries: z.array(EntryOut), next_cursor: CursorOut, as_of: TimeOut }),
  scopes: ['account:read'],
  annotations: READS_HERE,
  hasUntrustedText: true,
  async run(ctx, principal, { account_id, from, to, limit, cursor }) {
    const accounts = await grantedAccounts(ctx, principal, account_id);
    const environments = new Map(accounts.map(({ id, environment }) => [id, environment]));
    const filter = { accountIds: [...environments.keys()], withGeneral: account_id === undefined, ...readPeriod({ from, to }) };
    const load = async (rows: number) => {
      const { notes, nextCursor } = await listNotes(ctx, principal.userId, filter, { limit: rows, cursor });
      return {
        environment: environmentsOf(accounts),
        entries: notes.map((note) => toOutput(note, environments.get(note.accountId ?? '') ?? null)),
        next_cursor: nextCursor,
        as_of: ctx.now().toISOString(),
      };
    };
    const output = await fitPage(limit, load, ({ entries }) => entries.length);
    return { output, summary: pageSummary(output.entries.length, 'journal entry', output.next_cursor, 'journal entries') };
  },
});

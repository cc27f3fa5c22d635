import { z } from 'zod';
import type { Position } from '@/lib/brokerage/schema';
import { defineTool, READS_BROKER } from '@/lib/mcp/define-tool';
import { invalidArgument } from '@/lib/mcp/errors';
import { fitPage } from '@/lib/mcp/fit-page';
import { grantedAccounts } from '@/lib/mcp/granted-accounts';
import {
  AccountIdIn,
  CurrencyOut,
  CursorIn,
  CursorOut,
  DecimalOut,
  EnvironmentOut,
  EnvironmentsOut,
  environmentsOf,
  LimitIn,
  SymbolIn,
  TimeOut,
} from '@/lib/mcp/schema';

const PositionOut = z.strictObject({
  id: z.string(),
  account_id: z.string(),
  environment: EnvironmentOut,
  symbol: z.string(),
  quantity: DecimalOut.describe('Always positive; side tells the direction.'),
  side: z.enum(['long', 'short']),
  avg_price: DecimalOut,
  mark: DecimalOut.describe('The price it is valued at now.'),
  value: DecimalOut.describe('Mark times quantity; negative for a short position.'),
  unrealized_pl: DecimalOut,
  currency: CurrencyOut,
});

const toOutput = ({ accountId, averagePrice, unrealizedPl, ...position }: Position): z.input<typeof PositionOut> => ({
  ...position,
  account_id: accountId,
  avg_price: averagePrice,
  unrealized_pl: unrealizedPl,
});

/** The cursor is the last position of the page before. @throws ToolError `invalid_argument` when it was closed since, or never was one */
function startOfPage(held: readonly Position[], cursor: string | undefined): number {
  const last = held.findIndex(({ id }) => id === cursor);
  if (cursor !== undefined && last === -1) {
    throw invalidArgument('The cursor is no longer valid.', 'Call again without cursor.', 'cursor');
  }
  return last + 1;
}

export const listPositions = defineTool({
  name: 'list_positions',
  family: 'accounts',
  title: 'List positions',
  description: 'Lists the portfolio: what the shared accounts hold now, with quantity, average price, value and unrealized gain or loss.',
  input: z.strictObject({ account_id: AccountIdIn.optional(), symbol: SymbolIn.optional(), limit: LimitIn, cursor: CursorIn }),
  output: z.strictObject({
    environment: EnvironmentsOut,
    positions: z.array(PositionOut),
    next_cursor: CursorOut,
    as_of: TimeOut,
  }),
  scopes: ['account:read'],
  annotations: READS_BROKER,
  async run(ctx, principal, { account_id, symbol, limit, cursor }) {
    const accounts = await grantedAccounts(ctx, principal, account_id);
    const held = await ctx.broker.listPositions(ctx, principal.userId, { accountIds: accounts.map(({ id }) => id), symbol });
    const rest = held.slice(startOfPage(held, cursor));
    const load = (rows: number) => ({
      environment: environmentsOf(accounts),
      positions: rest.slice(0, rows).map(toOutput),
      next_cursor: rest.length > rows ? (rest[rows - 1]?.id ?? null) : null,
      as_of: ctx.now().toISOString(),
    });
    const output = await fitPage(limit, load, ({ positions }) => positions.length);
    const shown = output.positions.map((position) => `${position.quantity} ${position.symbol}`).slice(0, 10);
    const count = output.positions.length;
    return {
      output,
      summary: count === 0 ? 'No positions.' : `${count} position${count === 1 ? '' : 's'}: ${shown.join(', ')}${count > 10 ? ' …' : '.'}`,
    };
  },
});

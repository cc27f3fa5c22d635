// Positions of an account.
import { z } from 'zod';
import type { Position } from '@/lib/brokerage/schema';
import { tokenOperation } from '@/lib/rest/define-operation';
import { CurrencyOut, DecimalOut, EnvironmentOut, pageOf } from '@/lib/rest/schema';
import { grantedAccountId } from './accounts';

export const SymbolQuery = z.string().min(1).max(32).optional().describe('A ticker symbol, like AAPL or BRK.B.');

const PositionOut = z
  .strictObject({
    id: z.string(),
    account_id: z.string(),
    environment: EnvironmentOut,
    symbol: z.string(),
    quantity: DecimalOut,
    side: z.enum(['long', 'short']),
    avg_price: DecimalOut,
    mark: DecimalOut,
    value: DecimalOut,
    unrealized_pl: DecimalOut,
    currency: CurrencyOut,
  })
  .meta({ id: 'Position' });

const toOutput = (position: Position): z.input<typeof PositionOut> => ({
  id: position.id,
  account_id: position.accountId,
  environment: position.environment,
  symbol: position.symbol,
  quantity: position.quantity,
  side: position.side,
  avg_price: position.averagePrice,
  mark: position.mark,
  value: position.value,
  unrealized_pl: position.unrealizedPl,
  currency: position.currency,
});

export const listPositions = tokenOperation({
  path: '/api/v1/accounts/{account_id}/positions',
  id: 'listPositions',
  summary: 'Positions of an account, by symbol',
  scope: 'account:read',
  query: z.strictObject({ symbol: SymbolQuery }),
  response: pageOf(PositionOut),
  async run(ctx, principal, { params, query: { symbol } }) {
    const filter = { accountIds: [grantedAccountId(principal, params)], ...(symbol !== undefined && { symbol }) };
    return { data: (await ctx.broker.listPositions(ctx, principal.userId, filter)).map(toOutput), next_cursor: null };
  },
});

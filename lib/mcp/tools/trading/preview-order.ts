import { z } from 'zod';
import { moneyText } from '@/lib/core/money';
import { defineTool, READS_BROKER } from '@/lib/mcp/define-tool';
import { requireGranted } from '@/lib/mcp/granted-accounts';
import { CurrencyOut, DecimalOut, EnvironmentOut, TimeOut } from '@/lib/mcp/schema';
import { previewTrade } from '@/lib/trading/order';
import { OrderIn, toOrderInput } from './order-input';

export const previewOrder = defineTool({
  name: 'preview_order',
  family: 'trading',
  title: 'Preview order',
  description: 'Tells what an order would cost and whether the limits of this connection allow it. Nothing is proposed, stored or placed.',
  input: OrderIn,
  output: z.strictObject({
    environment: EnvironmentOut,
    account_id: z.string(),
    symbol: z.string(),
    side: z.enum(['buy', 'sell']),
    quantity: DecimalOut,
    estimated_price: DecimalOut,
    estimated_value: DecimalOut.describe('By the worse of quote and limit: what the limits count.'),
    estimated_fees: DecimalOut,
    currency: CurrencyOut,
    buying_power: DecimalOut,
    buying_power_after: DecimalOut,
    collar_price: DecimalOut.nullable().describe('A market order is not sent at a worse price than this.'),
    policy: z.strictObject({ allowed: z.literal(true), approval_required: z.boolean() }),
    warnings: z.array(z.string()),
    as_of: TimeOut,
  }),
  scopes: ['orders:trade'],
  annotations: READS_BROKER,
  async run(ctx, principal, input) {
    requireGranted(principal, input.account_id);
    const { estimate, order, judgement, gathered, warnings } = await previewTrade(ctx, principal, toOrderInput(input));
    const { environment } = gathered.market.account;
    const value = moneyText(judgement.value, estimate.currency);
    const { side, symbol, quantity } = estimate;
    const output = {
      environment,
      account_id: input.account_id,
      symbol,
      side,
      quantity,
      estimated_price: estimate.price,
      estimated_value: value,
      estimated_fees: estimate.fees,
      currency: estimate.currency,
      buying_power: estimate.buyingPower,
      buying_power_after: estimate.buyingPowerAfter,
      collar_price: order.collarPrice,
      policy: { allowed: true, approval_required: judgement.isApprovalNeeded } as const,
      warnings: [...warnings],
      as_of: ctx.now().toISOString(),
    };
    const approval = judgement.isApprovalNeeded ? ', and the user would have to approve it in the portal' : '';
    return {
      output,
      summary: `To ${side} ${quantity} ${symbol} is worth about ${value} ${estimate.currency} (${environment})${approval}.`,
    };
  },
});

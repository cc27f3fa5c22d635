// What is left of each limit on a connection, for get_connection_status.
import { z } from 'zod';
import type { Principal } from '@/lib/grants/schema';
import { canTrade } from '@/lib/grants/scopes';
import { budgetLeft } from '@/lib/trading/budget-left';
import type { ToolCtx } from './define-tool';
import { DecimalOut } from './schema';

export const LimitsLeftOut = z.strictObject({
  calls_this_minute: z
    .strictObject({ allowed: z.number().int(), left: z.number().int().min(0), window_s: z.number().int() })
    .nullable()
    .describe('Over all connections of this user; null while it cannot be counted.'),
  orders_today: z
    .strictObject({ allowed: z.number().int(), left: z.number().int().min(0), day: z.string() })
    .nullable()
    .describe('Of this connection, on a day of the exchange; null without a limit, or without the permission to trade.'),
  value_today: z
    .strictObject({ allowed: DecimalOut, left: DecimalOut, day: z.string() })
    .nullable()
    .describe("The same in money, in the account's currency."),
});

export async function limitsLeft(ctx: ToolCtx, principal: Principal): Promise<z.input<typeof LimitsLeftOut>> {
  const { callsLeft } = ctx;
  const budget = canTrade(principal.scopes) ? await budgetLeft(ctx, principal) : null;
  return {
    calls_this_minute: callsLeft && { allowed: callsLeft.allowed, left: callsLeft.left, window_s: callsLeft.windowSeconds },
    orders_today: budget?.orders ? { ...budget.orders, day: budget.day } : null,
    value_today: budget?.value ? { ...budget.value, day: budget.day } : null,
  };
}

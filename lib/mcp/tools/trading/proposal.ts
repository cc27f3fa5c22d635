// What every tool answers that proposes a trade.
import { z } from 'zod';
import { moneyText } from '@/lib/core/money';
import type { Answer } from '@/lib/mcp/define-tool';
import { CurrencyOut, DecimalOut, EnvironmentOut, TimeOut } from '@/lib/mcp/schema';
import type { Proposed } from '@/lib/trading/propose';
import type { Confirmation } from '@/lib/trading/queries/confirmations';
import { ConfirmationState } from '@/lib/trading/schema';
import { ordersOf, stateAt } from '@/lib/trading/views';

export const PlannedOrderOut = z.strictObject({
  symbol: z.string(),
  side: z.enum(['buy', 'sell']),
  type: z.enum(['market', 'limit', 'stop', 'stop_limit', 'trailing_stop']),
  quantity: DecimalOut.nullable(),
  notional: DecimalOut.nullable(),
  limit_price: DecimalOut.nullable(),
  stop_price: DecimalOut.nullable(),
  trail_percent: DecimalOut.nullable(),
  time_in_force: z.enum(['day', 'gtc', 'ioc', 'fok']),
  extended_hours: z.boolean(),
  take_profit: DecimalOut.nullable(),
  stop_loss: DecimalOut.nullable(),
});

export const ProposalOut = z.strictObject({
  confirmation_id: z.string(),
  state: ConfirmationState.describe('proposed until it is confirmed; another state when this client_order_id was used before.'),
  environment: EnvironmentOut,
  account_id: z.string(),
  summary: z.string().describe('Show this to the user before confirm_trade.'),
  estimated_value: DecimalOut,
  currency: CurrencyOut,
  orders: z.array(PlannedOrderOut).describe('Exactly what would be sent.'),
  cancels: z.array(z.string()).describe('Ids of open orders that would be canceled first.'),
  warnings: z.array(z.string()),
  approval_required: z.boolean().describe('The user also has to approve it in the portal after confirm_trade.'),
  expires_at: TimeOut,
  as_of: TimeOut,
});

export const plannedOut = (order: ReturnType<typeof ordersOf>[number]): z.input<typeof PlannedOrderOut> => ({
  symbol: order.symbol,
  side: order.side,
  type: order.type,
  quantity: order.quantity,
  notional: order.notional,
  limit_price: order.limitPrice,
  stop_price: order.stopPrice,
  trail_percent: order.trailPercent,
  time_in_force: order.timeInForce,
  extended_hours: order.extendedHours,
  take_profit: order.takeProfit,
  stop_loss: order.stopLoss,
});

export function proposalOut(confirmation: Confirmation, isApprovalNeeded: boolean, now: Date): z.input<typeof ProposalOut> {
  return {
    confirmation_id: confirmation.id,
    state: stateAt(confirmation, now),
    environment: confirmation.environment,
    account_id: confirmation.accountId,
    summary: confirmation.summary,
    estimated_value: moneyText(confirmation.value, confirmation.currency),
    currency: confirmation.currency,
    orders: ordersOf(confirmation.plan).map(plannedOut),
    cancels: confirmation.plan.cancel.map(({ orderId }) => orderId),
    warnings: [...confirmation.warnings],
    approval_required: isApprovalNeeded,
    expires_at: confirmation.expiresAt.toISOString(),
    as_of: now.toISOString(),
  };
}

const WARNINGS: Readonly<Record<string, string>> = {
  looks_like_duplicate: 'The same was proposed within the last minute: make sure that the user wants it twice.',
  rest_of_position_loses_its_exits: 'The rest of the position is left without its exit orders.',
  open_orders_could_open_it_again: 'Other open orders could open the position again.',
  bracket_legs_end_together: 'Canceling one leg of a bracket cancels the other.',
};

const warned = ({ warnings }: Confirmation) =>
  warnings.flatMap((name) => (WARNINGS[name] === undefined ? [] : [` Warning: ${WARNINGS[name]}`])).join('');

/** The others change, cancel or start something. */
const PLACES: ReadonlySet<Confirmation['kind']> = new Set(['place', 'flatten', 'reverse']);

/** Says in one line that nothing has happened yet. */
export function answerProposal({ confirmation, isApprovalNeeded }: Proposed, now: Date): Answer<z.input<typeof ProposalOut>> {
  const next = isApprovalNeeded
    ? 'confirm_trade asks the user to approve it in the portal'
    : `confirm_trade ${PLACES.has(confirmation.kind) ? 'places' : 'does'} it`;
  const summary =
    confirmation.state === 'proposed'
      ? `Proposed, not ${PLACES.has(confirmation.kind) ? 'placed' : 'done'}: ${confirmation.summary}${warned(confirmation)} If the user agrees, ${next}, within 2 minutes.`
      : `This client_order_id was used before; nothing new was proposed. ${confirmation.summary}`;
  return { output: proposalOut(confirmation, isApprovalNeeded, now), summary };
}

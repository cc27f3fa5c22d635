// What a deployment ordered: on its way to the broker through lib/trading, and what became of it there.
import { BrokerError } from '@/lib/brokerage/port';
import { decimalText } from '@/lib/core/money';
import type { TradingCtx } from '@/lib/trading/context';
import { type Confirmation, findByClientOrderId, findConfirmation } from '@/lib/trading/queries/confirmations';
import { TradeRefusal } from '@/lib/trading/refusal';
import { placeForStrategy, proposeForStrategy } from '@/lib/trading/strategies';
import { isOutstanding } from './position';
import type { StoredDeployment, StoredOrder } from './queries/deployments';
import { type OrderChange, updateOrder } from './queries/due-deployments';
import { filledOf } from './splits';

/** An order that was not given within this time after its bar is not given any more: the price has gone on. */
const FRESH_SECONDS = 120;

/** Gives what the strategy wants: at once in a paper account, to the person's approvals in a live one. Giving twice gives once. */
export async function placeWanted(ctx: TradingCtx, deployment: StoredDeployment): Promise<void> {
  const wanted = deployment.orders.find(({ state }) => state === 'wanted');
  if (!wanted?.clientOrderId) return;
  const { userId, grantId, clientId, accountId, symbol, environment, path } = deployment;
  const { clientOrderId } = wanted;
  const order = {
    symbol,
    side: wanted.side,
    quantity: decimalText(wanted.quantity),
    type: 'market',
    timeInForce: 'day',
    clientOrderId,
  } as const;
  const asked = { userId, grantId, clientId, accountId, order, strategyName: path };
  try {
    const confirmation = environment === 'live' ? await proposeForStrategy(ctx, asked) : (await placeForStrategy(ctx, asked)).confirmation;
    await adopt(ctx, deployment, wanted, confirmation);
  } catch (thrown) {
    if (thrown instanceof TradeRefusal) await change(ctx, deployment, wanted, { state: 'refused', problem: thrown.message });
    else if (thrown instanceof BrokerError && !thrown.isRetryable && thrown.code !== 'outcome_unknown')
      await change(ctx, deployment, wanted, { state: 'refused', problem: thrown.message });
    else throw thrown; // it stays wanted, and is given again while it is fresh
  }
}

const change = (ctx: TradingCtx, { id }: StoredDeployment, { barAt }: StoredOrder, data: OrderChange) => updateOrder(ctx, id, barAt, data);

/** Brings orders of which more may come up to now. @param mayOrder whether one that was never given may still be */
export async function refreshOrders(ctx: TradingCtx, deployment: StoredDeployment, mayOrder: boolean): Promise<void> {
  for (const order of deployment.orders.filter(isOutstanding)) {
    if (order.confirmationId !== null) {
      const confirmation = await findConfirmation(ctx, deployment.grantId, order.confirmationId);
      if (confirmation) await adopt(ctx, deployment, order, confirmation);
      else await change(ctx, deployment, order, { state: 'refused', problem: 'What it asked for is gone.' });
    } else await refreshWanted(ctx, deployment, order, mayOrder);
  }
}

/** Whoever wanted it fell silent before writing down what came of it. */
async function refreshWanted(ctx: TradingCtx, deployment: StoredDeployment, order: StoredOrder, mayOrder: boolean): Promise<void> {
  const { userId, accountId } = deployment;
  const isFresh = order.createdAt.getTime() + FRESH_SECONDS * 1000 > ctx.now().getTime();
  if (mayOrder && isFresh) return placeWanted(ctx, deployment);
  const given = await findByClientOrderId(ctx, userId, accountId, order.clientOrderId ?? '', order.createdAt);
  if (given && given.state !== 'proposed') return adopt(ctx, deployment, order, given);
  await change(ctx, deployment, order, { state: 'refused', problem: 'It could not be given in time.' });
}

/** Writes down where the trade behind an order stands. */
async function adopt(ctx: TradingCtx, deployment: StoredDeployment, order: StoredOrder, confirmation: Confirmation): Promise<void> {
  await change(ctx, deployment, order, { confirmationId: confirmation.id, ...(await standing(ctx, deployment, confirmation)) });
}

async function standing(ctx: TradingCtx, { userId }: StoredDeployment, confirmation: Confirmation): Promise<OrderChange> {
  const { state, approvalExpiresAt, orders } = confirmation;
  const [row] = orders;
  switch (state) {
    case 'awaiting_approval':
      return approvalExpiresAt !== null && approvalExpiresAt > ctx.now()
        ? { state: 'waiting' }
        : { state: 'refused', problem: 'You did not approve it in time.' };
    case 'declined':
      return { state: 'refused', problem: 'You declined it.' };
    case 'placing':
    case 'unknown':
      return { state: 'placed' };
    case 'settled': {
      if (!row || row.orderId === null || row.status === 'rejected' || row.status === 'not_placed')
        return { state: 'refused', problem: row?.errorMessage ?? 'It was not placed.' };
      const { order } = await ctx.broker.getOrder(ctx, userId, { orderId: row.orderId });
      const isOpen = order.status === 'open' || order.status === 'partially_filled';
      return { state: isOpen ? 'placed' : 'ended', ...(await filledOf(ctx, userId, order)) };
    }
    default:
      return { state: 'refused', problem: 'It was not placed.' };
  }
}

// Deploying a strategy, in two steps like every trade: proposed with the text as it is now, started by its confirmation, once.

import { appendEvent } from '@/lib/audit/queries/events';
import { newId } from '@/lib/core/crypto';
import { Refused } from '@/lib/core/errors';
import type { Caller, Deployments, TradingCtx } from '@/lib/trading/context';
import type { Proposed } from '@/lib/trading/propose';
import { proposeDeployment } from '@/lib/trading/strategies';
import { lengthMs } from './bars';
import { beginDeployment, countRunning, findByConfirmation, insertDeployment } from './queries/deployments';
import { readStrategy } from './read-strategy';

export const MOST_RUNNING = 5;

export type DeploymentOrder = Readonly<{ path: string; accountId: string; parameters: Readonly<Record<string, unknown>> }>;

/** Nothing trades before confirm_trade. @throws Refused, NotFound, TradeRefusal, BrokerError */
export async function proposeStrategy(
  ctx: TradingCtx,
  caller: Caller,
  { path, accountId, parameters: given }: DeploymentOrder,
): Promise<Proposed> {
  const { strategy, canonical, parameters } = await readStrategy(ctx, caller.userId, path, given);
  if (strategy.symbol === null) throw new Refused('The strategy names no symbol: add a line such as symbol AAPL.', 'strategy');
  const [quote] = await ctx.broker.getQuotes(ctx, caller.userId, [strategy.symbol]);
  if (!quote) throw new Error('unreachable: a broker gives each quote or refuses');
  const { symbol } = quote;
  await requireRoom(ctx, caller.userId);
  const proposed = await proposeDeployment(ctx, caller, { accountId, strategy: path, symbol, parameters });
  const { id: confirmationId, environment } = proposed.confirmation;
  const { userId, grantId, clientId } = caller;
  const { interval } = strategy;
  // Without this row, for whatever reason, the confirmation starts nothing.
  const id = newId(ctx, 'str');
  const bound = { id, userId, grantId, clientId, accountId, environment, confirmationId };
  await insertDeployment(ctx, { ...bound, path, source: canonical, symbol, interval, parameters });
  return proposed;
}

async function requireRoom(ctx: TradingCtx, userId: string): Promise<void> {
  if ((await countRunning(ctx, userId)) >= MOST_RUNNING)
    throw new Refused(`${MOST_RUNNING} strategies run already, the most there can be. Stop one first.`, 'strategy');
}

/** What a confirmed deployment starts. */
export const deployments: Deployments = {
  async start(ctx, { id: confirmationId, userId, grantId, clientId }) {
    const deployment = await findByConfirmation(ctx, userId, confirmationId);
    if (!deployment) throw new Refused('The strategy of this confirmation is gone. Propose it again.');
    if (deployment.state !== 'proposed') return; // it was started by this very confirmation
    if ((await countRunning(ctx, userId)) >= MOST_RUNNING)
      throw new Refused(`${MOST_RUNNING} strategies run already, the most there can be.`);
    // The bar that runs now is the first it decides on.
    const lastBarAt = new Date(ctx.now().getTime() - lengthMs(deployment.interval));
    if (!(await beginDeployment(ctx, userId, confirmationId, lastBarAt))) return;
    const { id, path, symbol } = deployment;
    await appendEvent(ctx, { userId, name: 'strategy.deployed', clientId, grantId, detail: { deployment: id, path, symbol } });
  },
};

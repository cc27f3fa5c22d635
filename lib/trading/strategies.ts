// Trades that a deployed strategy wants, and the deployment itself: under all limits of the connection that deployed it.

import { confirmTrade } from './confirm';
import type { Caller, TradingCtx } from './context';
import { gather } from './judgement';
import { accountOf } from './market';
import { type OrderInput, placing, planOrder, readOrder } from './plan-order';
import { type Proposed, propose } from './propose';
import type { Confirmation } from './queries/confirmations';
import { invalidOrder } from './refusal';
import type { TradeResult } from './result';

/** The connection that deployed the strategy, and the order it wants. */
export type StrategyOrder = Caller & Readonly<{ accountId: string; order: Omit<OrderInput, 'accountId'>; strategyName: string }>;

/** In a live account: the order waits for the person in /approvals, whatever it is worth. @throws TradeRefusal, BrokerError */
export async function proposeForStrategy(ctx: TradingCtx, wanted: StrategyOrder): Promise<Confirmation> {
  return (await proposeWanted(ctx, wanted, true)).confirmation;
}

/** In a paper account: proposed and confirmed at once; above the person's threshold it waits for them all the same. @throws TradeRefusal, BrokerError */
export async function placeForStrategy(ctx: TradingCtx, wanted: StrategyOrder): Promise<TradeResult> {
  const { environment } = await accountOf(ctx, wanted.userId, wanted.accountId);
  if (environment !== 'paper') throw invalidOrder('account_id', 'A strategy trades by itself in paper accounts only.');
  const { confirmation } = await proposeWanted(ctx, wanted, false);
  return confirmTrade(ctx, wanted, confirmation.id);
}

async function proposeWanted(ctx: TradingCtx, wanted: StrategyOrder, needsPerson: boolean): Promise<Proposed> {
  const { accountId, order: input, strategyName } = wanted;
  const asked = readOrder(ctx, { ...input, accountId });
  const gathered = await gather(ctx, wanted, accountId, [asked.symbol]);
  const plan = placing([planOrder(asked, gathered.market)], strategyName);
  const { clientOrderId } = input;
  const proposal = { kind: 'place' as const, accountId, plan, needsPerson };
  return propose(ctx, wanted, clientOrderId === undefined ? proposal : { ...proposal, clientOrderId }, gathered);
}

export type Deployment = Readonly<{ accountId: string; strategy: string; symbol: string; parameters: Readonly<Record<string, string>> }>;

/** Proposes to start a strategy; confirm_trade starts it through `deployments` of the context. @throws TradeRefusal, BrokerError */
export async function proposeDeployment(ctx: TradingCtx, caller: Caller, deployment: Deployment): Promise<Proposed> {
  const { accountId, strategy, symbol, parameters } = deployment;
  const gathered = await gather(ctx, caller, accountId, []);
  const deploy = { strategy, symbol, parameters: { ...parameters } };
  const plan = { cancel: [], replace: null, place: [], deploy, strategyName: null };
  return propose(ctx, caller, { kind: 'deploy', accountId, plan }, gathered);
}

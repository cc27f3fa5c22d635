// Proposing one order: the ordinary trade.
import { BrokerError } from '@/lib/brokerage/port';
import type { OrderEstimate } from '@/lib/brokerage/schema';
import type { Caller, TradingCtx } from './context';
import { type Gathered, gather, type Judged } from './judgement';
import { type OrderInput, placing, planOrder, readOrder, toNewOrder } from './plan-order';
import { judgeOnly, type Proposal, type Proposed, propose } from './propose';
import type { PlannedOrder } from './schema';

type Read = Readonly<{ order: PlannedOrder; proposal: Proposal; gathered: Gathered; estimate: OrderEstimate | null }>;

/** @throws TradeRefusal, BrokerError */
export async function proposeOrder(ctx: TradingCtx, caller: Caller, input: OrderInput): Promise<Proposed> {
  const { proposal, gathered } = await read(ctx, caller, input);
  return propose(ctx, caller, proposal, gathered);
}

export type Preview = Judged & Readonly<{ order: PlannedOrder; estimate: OrderEstimate; gathered: Gathered; warnings: string[] }>;

/** What `proposeOrder` would say, and what the order would cost. Stores nothing. @throws TradeRefusal, BrokerError */
export async function previewTrade(ctx: TradingCtx, caller: Caller, input: OrderInput): Promise<Preview> {
  const { order, proposal, gathered, estimate } = await read(ctx, caller, input);
  const judged = await judgeOnly(ctx, caller, proposal, gathered);
  if (!estimate) throw new Error('unreachable: a refused estimate is raised by the judgement');
  return { ...judged, order, estimate, gathered };
}

async function read(ctx: TradingCtx, caller: Caller, input: OrderInput): Promise<Read> {
  const asked = readOrder(ctx, input);
  const gathered = await gather(ctx, caller, input.accountId, [asked.symbol]);
  const order = planOrder(asked, gathered.market);
  const { estimate, refusal } = await estimateOf(ctx, caller.userId, input.accountId, order);
  const { accountId, clientOrderId } = input;
  const proposal: Proposal = { kind: 'place', accountId, plan: placing([order]), brokerRefusal: refusal };
  return { order, proposal: clientOrderId === undefined ? proposal : { ...proposal, clientOrderId }, gathered, estimate };
}

/** What the broker would say; its refusal is kept, because the person's limits are told first. */
async function estimateOf(ctx: TradingCtx, userId: string, accountId: string, order: PlannedOrder) {
  try {
    return { estimate: await ctx.broker.previewOrder(ctx, userId, toNewOrder(accountId, order)), refusal: null };
  } catch (thrown) {
    if (thrown instanceof BrokerError) return { estimate: null, refusal: thrown };
    throw thrown;
  }
}

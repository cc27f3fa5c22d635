// Composes what trading relies on: the broker that BROKER names, and what other domains contribute.
import type { Ctx } from '@/lib/db/context';
import { deployments } from '@/lib/strategies/deploy';
import type { TradingCtx } from '@/lib/trading/context';
import { brokerFor } from './broker';
import { mailApprovalAsked } from './mail';

export function tradingContext<C extends Ctx>(ctx: C): C & TradingCtx {
  return { ...ctx, broker: brokerFor(ctx), deployments, approvalAsked: mailApprovalAsked };
}

// A person who approves what is written there now.
import { approveTrade } from '@/lib/trading/approvals';
import type { TradingCtx } from '@/lib/trading/context';
import type { TradeView } from '@/lib/trading/schema';

export async function approveAsShown(ctx: TradingCtx, user: { id: string; sessionId: string }, approvalId: string): Promise<TradeView> {
  const row = await ctx.db.tradeConfirmation.findFirst({ where: { approvalId }, select: { summary: true } });
  return approveTrade(ctx, user, approvalId, row?.summary ?? '');
}

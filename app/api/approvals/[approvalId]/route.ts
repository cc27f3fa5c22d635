import { approveTrade, declineTrade } from '@/lib/trading/approvals';
import { Decision } from '@/lib/trading/portal-schema';
import { portal, portalWithoutBody } from '@/lib/web/portal';
import { approvalOf, showOne } from '@/lib/web/trades';
import { tradingContext } from '@/lib/web/trading';

export const GET = portalWithoutBody((ctx, user, { approvalId = '' }) => approvalOf(ctx, user.id, approvalId));

/** "Approve trade" (needs a recent sign-in) and "Decline". */
export const POST = portal(Decision, async (ctx, user, made, { approvalId = '' }) => {
  const broker = tradingContext(ctx);
  const trade =
    made.decision === 'approve'
      ? await approveTrade(broker, user, approvalId, made.summary)
      : await declineTrade(broker, user.id, approvalId);
  return showOne(broker, user.id, trade);
});

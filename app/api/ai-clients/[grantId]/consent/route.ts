import { askAgain } from '@/lib/grants/ask-again';
import { portalWithoutBody } from '@/lib/web/portal';

/** "Ask for permission again". */
export const DELETE = portalWithoutBody(async (ctx, user, { grantId = '' }) => {
  await askAgain(ctx, user.id, grantId);
  return { asksAgain: true };
});

import { requireRecentSignIn } from '@/lib/identity/recent-sign-in';
import { lookSoon } from '@/lib/strategies/queries/due-deployments';
import { setTradingEnabled } from '@/lib/trading/enable';
import { TradingSwitch } from '@/lib/trading/portal-schema';
import { portal } from '@/lib/web/portal';

/** "Allow trading": switching it on needs a recent sign-in, switching it off never does. */
export const PATCH = portal(TradingSwitch, async (ctx, user, { tradingEnabled }, { accountId = '' }) => {
  if (tradingEnabled) await requireRecentSignIn(ctx, user);
  await setTradingEnabled(ctx, user, accountId, tradingEnabled);
  await lookSoon(ctx, user.id);
});

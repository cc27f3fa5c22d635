// What every page of the portal asks for every two seconds: kept to a few rows found by index.
import type { Ctx } from '@/lib/db/context';
import { countUnread } from '@/lib/strategies/queries/alerts';
import type { PortalNow } from '@/lib/strategies/schema';
import { countWaitingTrades } from '@/lib/trading/queries/waiting';
import { tradingState } from '@/lib/trading/stops';

export async function portalNow(ctx: Ctx, userId: string): Promise<PortalNow> {
  const [waiting, state, alerts] = await Promise.all([
    countWaitingTrades(ctx, userId),
    tradingState(ctx, userId),
    countUnread(ctx, userId),
  ]);
  return { waiting, state, alerts };
}

import { Landing } from '@/components/overview/landing';
import { Overview, type OverviewFigures } from '@/components/overview/overview';
import { listKeys } from '@/lib/clients/queries/keys';
import type { Ctx } from '@/lib/db/context';
import { isTradingOff } from '@/lib/grants/portal-schema';
import { canTrade } from '@/lib/grants/scopes';
import { signUpPolicy } from '@/lib/identity/sign-up';
import { alertsOf } from '@/lib/strategies/alerts';
import { listConnections } from '@/lib/web/connections';
import { areKeysOn, endpointsToPaste } from '@/lib/web/keys';
import { pendingConnections } from '@/lib/web/pending';
import { currentContext, currentUser } from '@/lib/web/session';
import { timelineOf } from '@/lib/web/timeline';

const EVENTS_SHOWN = 8;

export default async function HomePage() {
  const ctx = await currentContext();
  const user = await currentUser();
  if (!user) return <Landing brandName={ctx.settings.brandName} canSignUp={(await signUpPolicy(ctx)) !== 'closed'} />;
  const [figures, events, pending, alerts] = await Promise.all([
    figuresOf(ctx, user.id),
    timelineOf(ctx, user.id, EVENTS_SHOWN),
    pendingConnections(ctx),
    alertsOf(ctx, user.id),
  ]);
  return <Overview figures={figures} events={events} pending={pending} alerts={alerts} mcpUrl={endpointsToPaste(ctx).mcpUrl} />;
}

async function figuresOf(ctx: Ctx, userId: string): Promise<OverviewFigures> {
  const [keys, connections] = await Promise.all([listKeys(ctx, userId), listConnections(ctx, userId)]);
  const trading = connections.filter(({ scopes }) => canTrade(scopes));
  return {
    keys: areKeysOn(ctx) ? keys.length : null,
    disabledKeys: keys.filter(({ isDisabled }) => isDisabled).length,
    clients: new Set(connections.map(({ clientId }) => clientId)).size,
    connections: connections.length,
    tradingConnections: trading.length,
    isTradingOff: trading.every(isTradingOff),
  };
}

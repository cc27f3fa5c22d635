import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { cache, Suspense } from 'react';
import { Timeline } from '@/components/activity/timeline';
import { ClientTrades } from '@/components/ai-clients/client-trades';
import { ConnectionPage } from '@/components/ai-clients/connection-page';
import { SkeletonRows } from '@/components/ui/skeleton';
import { routes } from '@/lib/core/routes';
import { countGrantsOfClient } from '@/lib/grants/queries/grants';
import { findConnection } from '@/lib/web/connections';
import { currentContext, currentUser, requireUser } from '@/lib/web/session';
import { timelineOf } from '@/lib/web/timeline';
import { tradesOfConnection } from '@/lib/web/trades';

type Props = { params: Promise<{ grantId: string }> };

/** Asked for by the title and by the page. */
const connectionOf = cache(async (userId: string, grantId: string) => findConnection(await currentContext(), userId, grantId));

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const [{ grantId }, user] = await Promise.all([params, currentUser()]);
  return { title: (user && (await connectionOf(user.id, grantId))?.clientName) ?? 'AI client' };
}

const EVENTS_SHOWN = 15;
const TRADES_SHOWN = 20;

export default async function OneAiClientPage({ params }: Props) {
  const { grantId } = await params;
  const user = await requireUser(routes.aiClient(grantId));
  const ctx = await currentContext();
  const connection = (await connectionOf(user.id, grantId)) ?? notFound();
  const siblings = await countGrantsOfClient(ctx, user.id, connection.clientId);
  return (
    <ConnectionPage
      initial={connection}
      siblings={siblings}
      trades={
        <Suspense fallback={<SkeletonRows count={3} label="Loading the trades" />}>
          <Trades userId={user.id} grantId={grantId} />
        </Suspense>
      }
      timeline={
        <Suspense fallback={<SkeletonRows count={3} label="Loading the timeline" />}>
          <Events userId={user.id} grantId={grantId} />
        </Suspense>
      }
    />
  );
}

async function Trades({ userId, grantId }: { userId: string; grantId: string }) {
  return <ClientTrades grantId={grantId} initial={await tradesOfConnection(await currentContext(), userId, grantId, TRADES_SHOWN)} />;
}

async function Events({ userId, grantId }: { userId: string; grantId: string }) {
  return <Timeline events={await timelineOf(await currentContext(), userId, EVENTS_SHOWN, grantId)} />;
}

import type { Metadata } from 'next';
import { Suspense } from 'react';
import { ClientList } from '@/components/ai-clients/client-list';
import { LinkButton } from '@/components/ui/link-button';
import { Notice } from '@/components/ui/notice';
import { PageHeader } from '@/components/ui/page-header';
import { Skeleton, SkeletonRows } from '@/components/ui/skeleton';
import { routes } from '@/lib/core/routes';
import { findBlockedReason } from '@/lib/identity/queries/users';
import { listConnections } from '@/lib/web/connections';
import { currentContext, requireUser } from '@/lib/web/session';

export const metadata: Metadata = { title: 'AI Clients' };

export default async function AiClientsPage() {
  const { id } = await requireUser(routes.aiClients());
  return (
    <>
      <PageHeader title="AI Clients" action={<LinkButton href={routes.connect()}>Connect another</LinkButton>}>
        Every client you allowed, what it may do, and the way to cut it off at once.
      </PageHeader>
      <Suspense fallback={<Loading />}>
        <Clients userId={id} />
      </Suspense>
    </>
  );
}

async function Clients({ userId }: { userId: string }) {
  const ctx = await currentContext();
  const [connections, blockedReason] = await Promise.all([listConnections(ctx, userId), findBlockedReason(ctx, userId)]);
  return (
    <>
      {blockedReason !== null && (
        <Notice tone="danger" title="AI clients are stopped for your account" className="mb-4">
          The operator does not allow them: {blockedReason}
        </Notice>
      )}
      <ClientList initial={connections} />
    </>
  );
}

function Loading() {
  return (
    <>
      <Skeleton className="mb-4 h-10 w-full rounded-md sm:max-w-80" />
      <SkeletonRows count={3} label="Loading your AI clients" />
    </>
  );
}

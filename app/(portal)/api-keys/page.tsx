import type { Metadata } from 'next';
import { Suspense } from 'react';
import { KeyList } from '@/components/keys/key-list';
import { PageHeader } from '@/components/ui/page-header';
import { SkeletonRows } from '@/components/ui/skeleton';
import { listKeys } from '@/lib/clients/queries/keys';
import { routes } from '@/lib/core/routes';
import { requireKeys } from '@/lib/web/keys';
import { currentContext, requireUser } from '@/lib/web/session';

export const metadata: Metadata = { title: 'API' };

export default async function KeysPage() {
  const { id } = await requireUser(routes.keys());
  requireKeys(await currentContext());
  return (
    <section aria-label="API">
      <PageHeader title="API">Keys let AI clients ask you for a connection. Each key says how far its clients can ever reach.</PageHeader>
      <Suspense fallback={<SkeletonRows count={3} label="Loading your keys" />}>
        <Keys userId={id} />
      </Suspense>
    </section>
  );
}

async function Keys({ userId }: { userId: string }) {
  return <KeyList initial={await listKeys(await currentContext(), userId)} />;
}

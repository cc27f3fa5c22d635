import type { Metadata } from 'next';
import { Suspense } from 'react';
import { KeyList } from '@/components/keys/key-list';
import { LinkButton } from '@/components/ui/link-button';
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
      <Suspense fallback={<Loading />}>
        <Keys userId={id} />
      </Suspense>
    </section>
  );
}

async function Keys({ userId }: { userId: string }) {
  const keys = await listKeys(await currentContext(), userId);
  return (
    <>
      <KeysHeader hasKeys={keys.length > 0} />
      <KeyList initial={keys} />
    </>
  );
}

function Loading() {
  return (
    <>
      <KeysHeader hasKeys={false} />
      <SkeletonRows count={3} label="Loading your keys" />
    </>
  );
}

/** Without keys, the empty state has the button. */
function KeysHeader({ hasKeys }: { hasKeys: boolean }) {
  const action = hasKeys && (
    <LinkButton variant="accent" href={routes.newKey()}>
      Generate Key
    </LinkButton>
  );
  return (
    <PageHeader title="API" action={action}>
      Keys let AI clients ask you for a connection. Each key says how far its clients can ever reach.
    </PageHeader>
  );
}

import type { Metadata } from 'next';
import { KeyList } from '@/components/keys/key-list';
import { LinkButton } from '@/components/ui/link-button';
import { PageHeader } from '@/components/ui/page-header';
import { listKeys } from '@/lib/clients/queries/keys';
import { routes } from '@/lib/core/routes';
import { requireKeys } from '@/lib/web/keys';
import { currentContext, requireUser } from '@/lib/web/session';

export const metadata: Metadata = { title: 'API' };

export default async function KeysPage() {
  const user = await requireUser(routes.keys());
  const ctx = await currentContext();
  requireKeys(ctx);
  const keys = await listKeys(ctx, user.id);
  return (
    <section aria-label="API">
      <PageHeader
        title="API"
        action={
          keys.length > 0 && (
            <LinkButton variant="accent" href={routes.newKey()}>
              Generate Key
            </LinkButton>
          )
        }
      >
        Keys let AI clients ask you for a connection. Each key says how far its clients can ever reach.
      </PageHeader>
      <KeyList initial={keys} />
    </section>
  );
}

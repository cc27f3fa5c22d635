import type { Metadata } from 'next';
import { GuideHub } from '@/components/guides/guide-hub';
import { PageHeader } from '@/components/ui/page-header';
import { routes } from '@/lib/core/routes';
import { GUIDES } from '@/lib/guides/guides';
import { endpointsToPaste } from '@/lib/web/keys';
import { currentContext, requireUser } from '@/lib/web/session';

export const metadata: Metadata = { title: 'Connect' };

export default async function ConnectPage() {
  await requireUser(routes.connect());
  const { mcpUrl } = endpointsToPaste(await currentContext());
  return (
    <>
      <PageHeader title="Connect">
        Choose your AI client. Its guide has every value filled in, and notices when the client arrives.
      </PageHeader>
      <GuideHub guides={GUIDES.map(({ id, name, callsFrom }) => ({ id, name, callsFrom }))} mcpUrl={mcpUrl} />
    </>
  );
}

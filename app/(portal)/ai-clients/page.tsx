import type { Metadata } from 'next';
import { ClientList } from '@/components/ai-clients/client-list';
import { PageHeader } from '@/components/ui/page-header';
import { routes } from '@/lib/core/routes';
import { listConnections } from '@/lib/web/connections';
import { currentContext, requireUser } from '@/lib/web/session';

export const metadata: Metadata = { title: 'AI Clients' };

export default async function AiClientsPage() {
  const user = await requireUser(routes.aiClients());
  return (
    <>
      <PageHeader title="AI Clients">Every client you allowed, what it may do, and the way to cut it off at once.</PageHeader>
      <ClientList initial={await listConnections(await currentContext(), user.id)} />
    </>
  );
}

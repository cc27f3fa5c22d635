import { Bot } from 'lucide-react';
import { EmptyState } from '@/components/ui/empty-state';
import { LinkButton } from '@/components/ui/link-button';
import { PageHeader } from '@/components/ui/page-header';
import { routes } from '@/lib/core/routes';

export default function AiClientNotFound() {
  return (
    <>
      <PageHeader title="No such connection" />
      <EmptyState
        icon={Bot}
        title="This connection is not live"
        action={<LinkButton href={routes.aiClients()}>See your AI clients</LinkButton>}
      >
        It was revoked or its client let go of it, or it belongs to another account.
      </EmptyState>
    </>
  );
}

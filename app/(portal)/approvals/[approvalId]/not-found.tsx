import { Hand } from 'lucide-react';
import { EmptyState } from '@/components/ui/empty-state';
import { LinkButton } from '@/components/ui/link-button';
import { PageHeader } from '@/components/ui/page-header';
import { routes } from '@/lib/core/routes';

export default function ApprovalNotFound() {
  return (
    <>
      <PageHeader title="No such trade" />
      <EmptyState
        icon={Hand}
        title="This trade is not yours to approve"
        action={<LinkButton href={routes.approvals()}>See what waits</LinkButton>}
      >
        The address is wrong, or the trade belongs to another account. You may be signed in as somebody else.
      </EmptyState>
    </>
  );
}

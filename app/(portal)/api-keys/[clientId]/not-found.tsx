import { KeyRound } from 'lucide-react';
import { EmptyState } from '@/components/ui/empty-state';
import { LinkButton } from '@/components/ui/link-button';
import { PageHeader } from '@/components/ui/page-header';
import { routes } from '@/lib/core/routes';

export default function KeyNotFound() {
  return (
    <>
      <PageHeader title="No such key" />
      <EmptyState
        icon={KeyRound}
        title="You have no key with this Client ID"
        action={<LinkButton href={routes.keys()}>See your keys</LinkButton>}
      >
        It may have been deleted, or it belongs to another account.
      </EmptyState>
    </>
  );
}

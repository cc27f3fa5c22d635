import { StatusPage } from '@/components/layout/status-page';
import { LinkButton } from '@/components/ui/link-button';
import { routes } from '@/lib/core/routes';

export const metadata = { title: 'Page not found' };

export default function NotFound() {
  return (
    <StatusPage
      title="Page not found"
      actions={
        <LinkButton variant="accent" href={routes.home()}>
          Go to overview
        </LinkButton>
      }
    >
      <p>There is nothing at this address, or it belongs to another account. Check the address, or start from the overview.</p>
    </StatusPage>
  );
}

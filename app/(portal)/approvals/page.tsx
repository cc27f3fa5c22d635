import type { Metadata } from 'next';
import { ApprovalsPage } from '@/components/approvals/approvals-page';
import { PageHeader } from '@/components/ui/page-header';
import { routes } from '@/lib/core/routes';
import { currentContext, requireUser } from '@/lib/web/session';
import { approvalsOf } from '@/lib/web/trades';

export const metadata: Metadata = { title: 'Approvals' };

export default async function Page() {
  const user = await requireUser(routes.approvals());
  const approvals = await approvalsOf(await currentContext(), user.id);
  return (
    <>
      <PageHeader title="Approvals">Trades that AI clients want to make and that wait for you. No AI client can approve one.</PageHeader>
      <ApprovalsPage initial={approvals} />
    </>
  );
}

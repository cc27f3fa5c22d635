import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { ApprovalPage } from '@/components/approvals/approval-page';
import { NotFound } from '@/lib/core/errors';
import { routes } from '@/lib/core/routes';
import { currentContext, requireUser } from '@/lib/web/session';
import { approvalOf } from '@/lib/web/trades';

type Props = { params: Promise<{ approvalId: string }> };

export const metadata: Metadata = { title: 'Approve a trade' };

export default async function Page({ params }: Props) {
  const { approvalId } = await params;
  const user = await requireUser(routes.approval(approvalId));
  const ctx = await currentContext();
  const trade = await approvalOf(ctx, user.id, approvalId).catch((thrown: unknown) => {
    if (thrown instanceof NotFound) notFound();
    throw thrown;
  });
  return <ApprovalPage initial={trade} approvalId={approvalId} />;
}

import type { Metadata } from 'next';
import { SharingPage } from '@/components/sharing/sharing-page';
import { routes } from '@/lib/core/routes';
import { listAccountChoices } from '@/lib/grants/queries/accounts';
import { currentContext, requireUser } from '@/lib/web/session';
import { sharingOf } from '@/lib/web/sharing';

export const metadata: Metadata = { title: 'Sharing' };

export default async function Sharing() {
  const user = await requireUser(routes.sharing());
  const ctx = await currentContext();
  return <SharingPage initial={await sharingOf(ctx, user.id)} accounts={await listAccountChoices(ctx, user.id)} />;
}

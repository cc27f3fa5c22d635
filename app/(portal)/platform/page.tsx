import type { Metadata } from 'next';
import { PlatformPage } from '@/components/platforms/platform-page';
import { routes } from '@/lib/core/routes';
import { platformsOf } from '@/lib/web/platforms';
import { currentContext, requireUser } from '@/lib/web/session';

export const metadata: Metadata = { title: 'Platform' };

export default async function Platforms() {
  const user = await requireUser(routes.platform());
  return <PlatformPage initial={await platformsOf(await currentContext(), user.id)} />;
}

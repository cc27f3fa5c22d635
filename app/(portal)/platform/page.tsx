import type { Metadata } from 'next';
import { PlatformPage } from '@/components/platforms/platform-page';
import { routes } from '@/lib/core/routes';
import { platformsOf } from '@/lib/web/platforms';
import { currentContext, requireUser } from '@/lib/web/session';
import { webhooksOfPlatform } from '@/lib/web/webhooks';

export const metadata: Metadata = { title: 'Platform' };

export default async function Platforms() {
  const user = await requireUser(routes.platform());
  const ctx = await currentContext();
  const platforms = await platformsOf(ctx, user.id);
  const webhooks = await Promise.all(platforms.map(async ({ id }) => [id, await webhooksOfPlatform(ctx, user.id, id)] as const));
  return <PlatformPage initial={platforms} webhooks={Object.fromEntries(webhooks)} />;
}

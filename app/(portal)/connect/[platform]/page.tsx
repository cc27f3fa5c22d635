import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { GuidePage } from '@/components/guides/guide-page';
import { routes } from '@/lib/core/routes';
import { findGuide, firstQuestion, presetOf, serverNameOf } from '@/lib/guides/guides';
import { listConnections } from '@/lib/web/connections';
import { keysThatFit, waysHere } from '@/lib/web/guides';
import { currentContext, requireUser } from '@/lib/web/session';

type Props = { params: Promise<{ platform: string }>; searchParams: Promise<{ key?: string | string[] }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Connect ${findGuide((await params).platform)?.name ?? ''}` };
}

export default async function OneGuidePage({ params, searchParams }: Props) {
  const { platform } = await params;
  const user = await requireUser(routes.guide(platform));
  const guide = findGuide(platform);
  if (!guide) notFound();
  const ctx = await currentContext();
  const [keys, connections, asked] = await Promise.all([keysThatFit(ctx, user.id, guide), listConnections(ctx, user.id), searchParams]);
  const chosen = keys.find(({ clientId }) => clientId === asked.key) ?? keys[0] ?? null;
  const { id, name, callsFrom, presetId, notes } = guide;
  return (
    <GuidePage
      guide={{ id, name, notes, presetId, isOutOfReach: callsFrom === 'cloud' && ctx.settings.isLoopback }}
      ways={waysHere(ctx, guide, chosen)}
      keys={keys}
      chosen={chosen}
      redirectUris={presetOf(guide)?.redirectUris ?? []}
      question={firstQuestion(serverNameOf(ctx.settings.brandName))}
      appUrl={ctx.settings.appUrl}
      connections={connections}
      openedAt={ctx.now().toISOString()}
    />
  );
}

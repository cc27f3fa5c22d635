import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { KeyPage } from '@/components/keys/key-page';
import { Refusals } from '@/components/keys/refusals';
import { findKey } from '@/lib/clients/queries/keys';
import { routes } from '@/lib/core/routes';
import { PLATFORMS } from '@/lib/gateway/platform-callbacks';
import { refusalsOfKey } from '@/lib/web/key-refusals';
import { endpointsToPaste, requireKeys } from '@/lib/web/keys';
import { currentContext, requireUser } from '@/lib/web/session';

type Props = { params: Promise<{ clientId: string }> };

export const metadata: Metadata = { title: 'Key' };

export default async function OneKeyPage({ params }: Props) {
  const { clientId } = await params;
  const user = await requireUser(routes.key(clientId));
  const ctx = await currentContext();
  requireKeys(ctx);
  const key = await findKey(ctx, user.id, clientId);
  if (!key) notFound();
  return (
    <KeyPage
      initial={key}
      endpoints={endpointsToPaste(ctx)}
      platforms={PLATFORMS.map(({ name }) => name)}
      refusals={<Refusals refusals={await refusalsOfKey(ctx, user.id, key)} />}
    />
  );
}

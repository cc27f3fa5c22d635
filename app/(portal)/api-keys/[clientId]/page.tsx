import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { cache } from 'react';
import { KeyCalls } from '@/components/keys/key-calls';
import { KeyPage } from '@/components/keys/key-page';
import { Refusals } from '@/components/keys/refusals';
import { findKey } from '@/lib/clients/queries/keys';
import { routes } from '@/lib/core/routes';
import { PLATFORMS } from '@/lib/gateway/platform-callbacks';
import { callsOfKey } from '@/lib/web/activity';
import { guidesForKey } from '@/lib/web/guides';
import { refusalsOfKey } from '@/lib/web/key-refusals';
import { endpointsToPaste, requireKeys } from '@/lib/web/keys';
import { currentContext, currentUser, requireUser } from '@/lib/web/session';

type Props = { params: Promise<{ clientId: string }> };

/** Asked for by the title and by the page. */
const keyOf = cache(async (userId: string, clientId: string) => findKey(await currentContext(), userId, clientId));

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const [{ clientId }, user] = await Promise.all([params, currentUser()]);
  return { title: (user && (await keyOf(user.id, clientId))?.name) ?? 'Key' };
}

export default async function OneKeyPage({ params }: Props) {
  const { clientId } = await params;
  const user = await requireUser(routes.key(clientId));
  const ctx = await currentContext();
  requireKeys(ctx);
  const key = await keyOf(user.id, clientId);
  if (!key) notFound();
  const [refusals, days] = await Promise.all([refusalsOfKey(ctx, user.id, key), callsOfKey(ctx, clientId)]);
  return (
    <KeyPage
      initial={key}
      endpoints={endpointsToPaste(ctx)}
      guides={guidesForKey(ctx, key)}
      platforms={PLATFORMS.map(({ name }) => name)}
      refusals={<Refusals refusals={refusals} />}
      calls={<KeyCalls days={days} />}
    />
  );
}

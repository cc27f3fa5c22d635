import type { Metadata } from 'next';
import { NewKeyForm } from '@/components/keys/new-key-form';
import { PageHeader } from '@/components/ui/page-header';
import { TextLink } from '@/components/ui/text-link';
import { routes } from '@/lib/core/routes';
import { REDIRECT_PRESETS } from '@/lib/guides/redirect-presets';
import { requireKeys } from '@/lib/web/keys';
import { currentContext, requireUser } from '@/lib/web/session';

export const metadata: Metadata = { title: 'New key' };

type Props = { searchParams: Promise<{ app?: string | string[] }> };

export default async function NewKeyPage({ searchParams }: Props) {
  await requireUser(routes.newKey());
  const ctx = await currentContext();
  requireKeys(ctx);
  const { app } = await searchParams;
  return (
    <>
      <PageHeader title="New key" back={<TextLink href={routes.keys()}>Your keys</TextLink>}>
        Name the client, say where it sends people back to, and set the most it can ever be allowed.
      </PageHeader>
      <NewKeyForm presets={REDIRECT_PRESETS} first={REDIRECT_PRESETS.find(({ id }) => id === app) ?? null} appUrl={ctx.settings.appUrl} />
    </>
  );
}

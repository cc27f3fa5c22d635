'use client';
import { Blocks } from 'lucide-react';
import { useState } from 'react';
import { EmptyState } from '@/components/ui/empty-state';
import { PageHeader } from '@/components/ui/page-header';
import { TextLink } from '@/components/ui/text-link';
import { toast } from '@/components/ui/toaster';
import { routes } from '@/lib/core/routes';
import type { PlatformDetails } from '@/lib/embedding/portal-schema';
import type { Webhooks } from '@/lib/webhooks/portal-schema';
import { NameDialog } from './name-dialog';
import { PlatformCard } from './platform-card';
import { useCreatePlatform, usePlatforms } from './use-platforms';

type PageProps = {
  initial: PlatformDetails[];
  /** By platform. */
  webhooks: Readonly<Record<string, Webhooks>>;
};

const NO_WEBHOOKS: Webhooks = { endpoints: [], deliveries: [] };

/** For embedders: credentials, users and what was minted. */
export function PlatformPage({ initial, webhooks }: PageProps) {
  const { data: platforms } = usePlatforms(initial);
  const [secrets, setSecrets] = useState<Readonly<Record<string, string>>>({});
  const create = useCreatePlatform();
  const showSecret = (id: string, secret: string) => setSecrets((shown) => ({ ...shown, [id]: secret }));
  const make = async (name: string) => {
    const { clientId, clientSecret } = await create.mutateAsync(name);
    showSecret(clientId, clientSecret);
    toast.success('Platform credentials created');
  };
  const button = (
    <NameDialog
      isMain
      action="Create platform credentials"
      label="Platform name"
      description="What your product is called. Its users carry it in their activity."
      onName={make}
    />
  );
  return (
    <>
      <PageHeader title="Platform" action={platforms.length > 0 && button}>
        Show this brokerage inside your own product: make users, and mint tokens of an hour for them.{' '}
        <TextLink href={routes.openApi()}>The REST API in OpenAPI</TextLink>
      </PageHeader>
      {platforms.length === 0 ? (
        <EmptyState icon={Blocks} title="No platform yet" action={button}>
          A platform has a Client ID and a secret. With them your server adds users and gets tokens for them.
        </EmptyState>
      ) : (
        <div className="space-y-12">
          {platforms.map((platform) => (
            <PlatformCard
              key={platform.id}
              platform={platform}
              webhooks={webhooks[platform.id] ?? NO_WEBHOOKS}
              secret={secrets[platform.id] ?? null}
              onSecret={(secret) => showSecret(platform.id, secret)}
            />
          ))}
        </div>
      )}
    </>
  );
}

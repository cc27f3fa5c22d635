'use client';
import { useId, useState } from 'react';
import { Badge } from '@/components/ui/badge';
import { CopyField } from '@/components/ui/copy-field';
import { counted } from '@/components/ui/counted';
import { Notice } from '@/components/ui/notice';
import { SecretOnce } from '@/components/ui/secret-once';
import { toast } from '@/components/ui/toaster';
import { WebhookSection } from '@/components/webhooks/webhook-section';
import type { PlatformDetails } from '@/lib/embedding/portal-schema';
import type { Webhooks } from '@/lib/webhooks/portal-schema';
import { MintTable } from './mint-table';
import { NameDialog } from './name-dialog';
import { PlatformDanger } from './platform-danger';
import { useAddUser } from './use-platforms';
import { UserTable } from './user-table';

type CardProps = { platform: PlatformDetails; webhooks: Webhooks; secret: string | null; onSecret: (secret: string) => void };

/** One platform: its credentials, its users, what was minted, what it is told, and how to stop it. */
export function PlatformCard({ platform, webhooks, secret, onSecret }: CardProps) {
  const id = useId();
  return (
    <section aria-labelledby={id} className="border-t pt-6">
      <h2 id={id} className="flex flex-wrap items-center gap-x-2 gap-y-1 font-semibold text-lg">
        <span className="min-w-0 break-words">{platform.name}</span>
        {platform.isDisabled && <Badge tone="stopped">Disabled</Badge>}
      </h2>
      {platform.isDisabled && (
        <Notice tone="info" className="mt-3 max-w-text">
          It mints nothing, and tokens it minted get no answer. Enable it below.
        </Notice>
      )}
      <div className="mt-4 max-w-text space-y-4">
        <CopyField label="Client ID" value={platform.id} />
        {secret !== null && <SecretOnce key={secret} label="Client secret" secret={secret} fileName={`${platform.id}-secret.txt`} />}
      </div>
      <Users platform={platform} />
      <MintTable platform={platform} />
      <WebhookSection platformId={platform.id} platformName={platform.name} initial={webhooks} />
      <PlatformDanger platform={platform} onSecret={onSecret} />
    </section>
  );
}

type NewUser = Readonly<{ userId: string; userSecret: string }>;

function Users({ platform }: { platform: PlatformDetails }) {
  const id = useId();
  const [shown, setShown] = useState<NewUser | null>(null);
  const add = useAddUser(platform.id);
  const run = async (name: string) => {
    setShown(await add.mutateAsync(name));
    toast.success('User added');
  };
  return (
    <section aria-labelledby={id} className="mt-8">
      <div className="flex flex-wrap items-center justify-between gap-3 pb-2">
        <h3 id={id} className="font-semibold">
          Users
        </h3>
        <NameDialog
          action="Add user"
          label="Name"
          description="An account of its own, with paper money, that nobody signs in to. Your server acts for it."
          onName={run}
        />
      </div>
      {shown && (
        <div className="mb-4 max-w-text space-y-4">
          <CopyField label="User ID" value={shown.userId} />
          <SecretOnce key={shown.userSecret} label="User secret" secret={shown.userSecret} fileName={`${shown.userId}-secret.txt`} />
        </div>
      )}
      <UserTable platform={platform} onSecret={setShown} />
      {platform.userCount > platform.users.length && (
        <p className="mt-2 text-muted text-sm">
          The newest {platform.users.length} of {counted(platform.userCount, 'user')}. The REST API lists all.
        </p>
      )}
    </section>
  );
}

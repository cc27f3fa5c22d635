'use client';
import { useState } from 'react';
import { CopyField } from '@/components/ui/copy-field';
import { LinkButton } from '@/components/ui/link-button';
import { RelativeTime } from '@/components/ui/relative-time';
import { SecretOnce } from '@/components/ui/secret-once';
import type { CreatedAccessKey } from '@/lib/access-tokens/portal-schema';
import type { AccessKeyKind } from '@/lib/access-tokens/schema';
import { routes } from '@/lib/core/routes';
import type { ConnectionAccount } from '@/lib/grants/portal-schema';
import { KIND_WORDS } from './kind-words';
import { NewAccessTokenForm } from './new-access-token-form';

type Props = { accounts: readonly ConnectionAccount[]; mcpUrl: string; apiUrl: string };

type Made = CreatedAccessKey & { kind: AccessKeyKind };

/** The form, then the token in its place: the only time it can be read. */
export function NewAccessToken({ accounts, mcpUrl, apiUrl }: Props) {
  const [made, setMade] = useState<Made | null>(null);
  if (made === null) return <NewAccessTokenForm accounts={accounts} onMade={setMade} />;
  const isForMcp = made.kind === 'partner_key';
  return (
    <div className="max-w-text space-y-6">
      <SecretOnce label={KIND_WORDS[made.kind].name} secret={made.token} fileName={`${made.id}.txt`} />
      <div className="space-y-4">
        <CopyField label={isForMcp ? 'MCP URL' : 'REST API URL'} value={isForMcp ? mcpUrl : apiUrl} />
        <p className="text-muted">
          Send it with each request, in the header <code className="font-mono text-sm">Authorization: Bearer</code>, followed by the{' '}
          {isForMcp ? 'key' : 'token'}. It ends <RelativeTime at={made.expiresAt} />.
        </p>
      </div>
      <LinkButton href={routes.accessTokens()}>Your access tokens</LinkButton>
    </div>
  );
}

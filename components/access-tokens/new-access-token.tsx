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

type Props = { kinds: readonly AccessKeyKind[]; accounts: readonly ConnectionAccount[]; mcpUrl: string; apiUrl: string };

type Made = CreatedAccessKey & { kind: AccessKeyKind };

/** The form, then the token in its place: the only time it can be read. */
export function NewAccessToken({ kinds, accounts, mcpUrl, apiUrl }: Props) {
  const [made, setMade] = useState<Made | null>(null);
  if (made === null) return <NewAccessTokenForm kinds={kinds} accounts={accounts} onMade={setMade} />;
  const isAddress = made.kind === 'url_token';
  const secret = isAddress ? mcpUrl.replace(/\/mcp$/, routes.mcpUrl(made.token)) : made.token;
  return (
    <div className="max-w-text space-y-6">
      <SecretOnce label={KIND_WORDS[made.kind].name} secret={secret} fileName={`${made.id}.txt`} />
      {isAddress ? (
        <p className="text-muted">
          Paste it where the client asks for the MCP URL. It ends <RelativeTime at={made.expiresAt} />.
        </p>
      ) : (
        <HeaderHint made={made} mcpUrl={mcpUrl} apiUrl={apiUrl} />
      )}
      <LinkButton href={routes.accessTokens()}>Your access tokens</LinkButton>
    </div>
  );
}

/** Where to send it, and how. */
function HeaderHint({ made, mcpUrl, apiUrl }: { made: Made; mcpUrl: string; apiUrl: string }) {
  const isForMcp = made.kind === 'partner_key';
  return (
    <div className="space-y-4">
      <CopyField label={isForMcp ? 'MCP URL' : 'REST API URL'} value={isForMcp ? mcpUrl : apiUrl} />
      <p className="text-muted">
        Send it with each request, in the header <code className="font-mono text-sm">Authorization: Bearer</code>, followed by the{' '}
        {isForMcp ? 'key' : 'token'}. It ends <RelativeTime at={made.expiresAt} />.
      </p>
    </div>
  );
}

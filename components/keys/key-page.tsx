'use client';
import type { ReactNode } from 'react';
import { CopyField } from '@/components/ui/copy-field';
import { counted } from '@/components/ui/counted';
import { LinkButton } from '@/components/ui/link-button';
import { Notice } from '@/components/ui/notice';
import { PageHeader } from '@/components/ui/page-header';
import { RelativeTime } from '@/components/ui/relative-time';
import { SecretOnce } from '@/components/ui/secret-once';
import { Section } from '@/components/ui/section';
import { TextLink } from '@/components/ui/text-link';
import { isGatewayKey } from '@/lib/clients/gateway-key';
import type { KeyDetails } from '@/lib/clients/key-schema';
import { routes } from '@/lib/core/routes';
import type { Guide } from '@/lib/guides/schema';
import { KeyDanger } from './key-danger';
import { KeyEditForm } from './key-edit-form';
import { useNewSecret } from './new-secret';
import { PlatformCallbacks } from './platform-callbacks';
import { useKey } from './use-keys';

export type Endpoints = Readonly<{ appUrl: string; mcpUrl: string; issuer: string }>;

type KeyPageProps = {
  initial: KeyDetails;
  endpoints: Endpoints;
  /** Names of the platforms a gateway key forwards to without any setting. */
  platforms: readonly string[];
  refusals: ReactNode;
  /** The chart of its calls. */
  calls: ReactNode;
  /** Of AI clients that can connect with this key. */
  guides: readonly Pick<Guide, 'id' | 'name'>[];
};

/** One key: what to paste, who uses it, what it may, and how to stop it. */
export function KeyPage({ initial, endpoints, platforms, refusals, calls, guides }: KeyPageProps) {
  const { data: key } = useKey(initial);
  const [secret, showSecret] = useNewSecret(key.clientId);
  return (
    <>
      <PageHeader title={key.name} back={<TextLink href={routes.keys()}>Your keys</TextLink>}>
        <KeyFacts shown={key} />
      </PageHeader>
      {secret !== null && (
        <div className="pb-6">
          <SecretOnce key={secret} label="Client secret" secret={secret} fileName={`${key.clientId}-secret.txt`} />
        </div>
      )}
      {key.isDisabled && (
        <Notice title="This key is disabled" className="mb-6">
          Its connections get no answer and nobody can connect with it. Enable it below to bring them back.
        </Notice>
      )}
      <Section title="To paste into your AI client" hint="Paste the MCP URL, and the Client ID where the client asks for one.">
        <div className="max-w-text space-y-4">
          <CopyField label="Client ID" value={key.clientId} />
          <CopyField label="MCP URL" value={endpoints.mcpUrl} />
          <CopyField label="Issuer" value={endpoints.issuer} hint="Only for clients that ask for it. Its addresses are found from here." />
          <NextStep clientId={key.clientId} guides={guides} />
        </div>
      </Section>
      <Section title="Use">
        <KeyUse shown={key} />
        {calls}
      </Section>
      {refusals}
      <Section title="Settings" hint="Changes count for the very next request.">
        <KeyEditForm key={savedState(key)} saved={key} appUrl={endpoints.appUrl} />
      </Section>
      {isGatewayKey(endpoints, key.redirectUris) && <PlatformCallbacks saved={key} appUrl={endpoints.appUrl} platforms={platforms} />}
      <KeyDanger shown={key} onNewSecret={showSecret} />
    </>
  );
}

/** Where to paste it, step by step. */
function NextStep({ clientId, guides }: { clientId: string; guides: KeyPageProps['guides'] }) {
  return (
    <div className="space-y-2 pt-1">
      <h3 className="font-medium">Next, in your AI client</h3>
      {guides.length === 0 ? (
        <p className="text-muted">
          No guide fits the redirect URIs of this key. <TextLink href={routes.connect()}>See all guides</TextLink>
        </p>
      ) : (
        <ul className="flex flex-wrap gap-2">
          {guides.map(({ id, name }) => (
            <li key={id}>
              <LinkButton href={routes.guide(id, clientId)} size="sm">
                Connect {name}
              </LinkButton>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** Changes when another state was saved, so that the form starts anew from it. */
function savedState({ name, redirectUris, scopes }: KeyDetails): string {
  return JSON.stringify([name, redirectUris, scopes]);
}

function KeyFacts({ shown }: { shown: KeyDetails }) {
  return (
    <>
      {shown.isConfidential ? 'A confidential key' : 'A public key'}
      {shown.isOwnerOnly
        ? ' that only you can connect with.'
        : ' that anyone with an account here can connect with, each for their own accounts.'}
    </>
  );
}

function KeyUse({ shown }: { shown: KeyDetails }) {
  const others = shown.people > 1 ? `, of ${counted(shown.people, 'person', 'people')}` : '';
  return (
    <dl className="grid max-w-text grid-cols-[auto_1fr] gap-x-8 gap-y-2">
      <dt className="text-muted">Connections now</dt>
      <dd>
        {shown.connections === 0 ? 'None yet' : `${counted(shown.connections, 'connection')}${others}`}
        {shown.connections > 0 && (
          <>
            {' '}
            <TextLink href={routes.aiClients()}>See yours</TextLink>
          </>
        )}
      </dd>
      <dt className="text-muted">Last used</dt>
      <dd>{shown.lastUsedAt ? <RelativeTime at={shown.lastUsedAt} /> : 'Never'}</dd>
      <dt className="text-muted">Created</dt>
      <dd>
        <RelativeTime at={shown.createdAt} />
      </dd>
    </dl>
  );
}

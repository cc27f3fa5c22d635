'use client';
import { useRouter } from 'next/navigation';
import type { ReactNode } from 'react';
import { accountsInWords } from '@/components/grants/account-words';
import { scopesInWords } from '@/components/grants/scope-words';
import { AlertDialog } from '@/components/ui/alert-dialog';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { counted } from '@/components/ui/counted';
import { DangerRow, DangerSection } from '@/components/ui/danger-section';
import { PageHeader } from '@/components/ui/page-header';
import { RelativeTime } from '@/components/ui/relative-time';
import { Section } from '@/components/ui/section';
import { TextLink } from '@/components/ui/text-link';
import { toast } from '@/components/ui/toaster';
import { filterQuery } from '@/lib/audit/activity-schema';
import { routes } from '@/lib/core/routes';
import type { Connection } from '@/lib/grants/portal-schema';
import { canTrade } from '@/lib/grants/scopes';
import { LimitsForm } from './limits-form';
import { MadeBy } from './made-by';
import { NarrowForm } from './narrow-form';
import { PauseSection } from './pause-section';
import { RevokeDialog } from './revoke-dialog';
import { ToolFamilies } from './tool-families';
import { TradingOff } from './trading-off';
import { useAskAgain, useConnection, useEndConnection } from './use-ai-clients';
import { WidenForm } from './widen-form';

type ConnectionPageProps = {
  initial: Connection;
  /** How many connections of the same client the person has, this one included. */
  siblings: number;
  timeline: ReactNode;
  trades: ReactNode;
};

/** One installation of a client: what it may do, with what, since when, and how to narrow or end it. */
export function ConnectionPage({ initial, siblings, timeline, trades }: ConnectionPageProps) {
  const { data: connection } = useConnection(initial);
  return (
    <>
      <PageHeader title={connection.clientName} back={<TextLink href={routes.aiClients()}>All AI clients</TextLink>}>
        {scopesInWords(connection.scopes)} <MadeBy {...connection} /> {connection.isPaused && <Badge tone="paused">Paused</Badge>}
      </PageHeader>
      <OnThisPage canTrade={canTrade(connection.scopes)} />
      <TradingOff connection={connection} />
      <Section title="Connection">
        <Facts connection={connection} />
      </Section>
      <PauseSection connection={connection} />
      <Section title="What it may do" anchor="permissions" hint="Take away what it does not need. It counts for the very next request.">
        <NarrowForm key={rightsOf(connection)} saved={connection} />
      </Section>
      {connection.more.scopes.length + connection.more.accounts.length > 0 && (
        <Section title="Give it more" hint="It counts for the very next call. It does not need to connect again.">
          <WidenForm key={rightsOf(connection)} saved={connection} />
        </Section>
      )}
      {canTrade(connection.scopes) && (
        <Section
          title="Limits"
          anchor="limits"
          hint="What it may trade at all. They stay when it connects again. An empty field sets no limit."
        >
          <LimitsForm key={limitsKey(connection)} saved={connection} />
        </Section>
      )}
      <Section title="Tools" anchor="tools" hint="Groups of tools it sees. A group that is off leaves its list.">
        <ToolFamilies connection={connection} />
      </Section>
      {canTrade(connection.scopes) && (
        <Section title="Trades" anchor="trades" hint="The last 20 it proposed, newest first.">
          {trades}
        </Section>
      )}
      <AskAgain connection={connection} />
      <Section
        title="Timeline"
        anchor="timeline"
        hint="What happened with this connection, newest first."
        action={<TextLink href={routes.activity(filterQuery({ client: connection.clientId }))}>All activity of this client</TextLink>}
      >
        {timeline}
      </Section>
      <Endings connection={connection} siblings={siblings} />
    </>
  );
}

/** The page is long; what one came for is one step away. */
function OnThisPage({ canTrade: isTrading }: { canTrade: boolean }) {
  const places: [string, string][] = [
    ['permissions', 'Permissions'],
    ...(isTrading ? [['limits', 'Limits'] as [string, string]] : []),
    ['tools', 'Tools'],
    ...(isTrading ? [['trades', 'Trades'] as [string, string]] : []),
    ['timeline', 'Timeline'],
    ['cut-off', 'Cut it off'],
  ];
  return (
    <nav aria-label="On this page" className="pb-6">
      <ul className="flex flex-wrap gap-x-5 gap-y-1 text-sm">
        {places.map(([anchor, label]) => (
          <li key={anchor}>
            <TextLink href={`#${anchor}`}>{label}</TextLink>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** Changes when the rights did, so that the form starts anew from them. */
function rightsOf({ scopes, accounts }: Connection): string {
  return JSON.stringify([scopes, accounts.map(({ id }) => id)]);
}

/** Changes when the limits did, so that the form starts anew from them. */
function limitsKey({ limits, rules, endsAt }: Connection): string {
  return JSON.stringify([limits, rules, endsAt]);
}

function Facts({ connection }: { connection: Connection }) {
  const facts: [string, ReactNode][] = [
    ['Goes to', <span key="destination">{connection.destination}</span>],
    ['Accounts', accountsInWords(connection.accounts)],
    ['Last used', connection.lastUsedAt ? <RelativeTime key="used" at={connection.lastUsedAt} /> : 'Never'],
    ['Connected', <RelativeTime key="created" at={connection.createdAt} />],
    ['Ends', connection.endsAt ? <RelativeTime key="ends" at={connection.endsAt} /> : 'No end set'],
  ];
  return (
    <dl className="grid max-w-text grid-cols-[auto_1fr] gap-x-8 gap-y-2">
      {facts.map(([name, value]) => (
        <div key={name} className="contents">
          <dt className="text-muted">{name}</dt>
          <dd className="min-w-0 break-words">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function AskAgain({ connection }: { connection: Connection }) {
  const forget = useAskAgain();
  const press = () =>
    forget.mutate(connection.id, {
      onSuccess: () =>
        toast.success('It will ask you again', { description: 'The next time it connects, you see the page and decide anew.' }),
      onError: ({ message }) => toast.error(message),
    });
  return (
    <Section
      title="Permission"
      hint={`What you allowed is remembered, so ${connection.clientName} may connect again without asking. Forget that, and the next time you are asked. This connection goes on.`}
      action={
        <Button onClick={press} pending={forget.isPending} disabled={forget.isSuccess}>
          Ask for permission again
        </Button>
      }
    >
      {null}
    </Section>
  );
}

function Endings({ connection, siblings }: { connection: Connection; siblings: number }) {
  const router = useRouter();
  const end = useEndConnection();
  const leave = () => router.replace(routes.aiClients());
  const endThis = async () => {
    await end.mutateAsync(connection.id);
    toast.success('Connection ended');
    leave();
  };
  const group = { clientId: connection.clientId, name: connection.clientName };
  return (
    <DangerSection title="Cut it off" anchor="cut-off">
      {siblings > 1 && (
        <DangerRow
          title="End this connection only"
          action={
            <AlertDialog
              trigger={<Button variant="danger-plain">End connection</Button>}
              title="End this connection?"
              description={`It stops working with the next request. ${counted(siblings - 1, 'other connection')} of ${connection.clientName} will go on.`}
              action="End connection"
              onAction={endThis}
            />
          }
        >
          It stops with its next request; {counted(siblings - 1, 'other connection')} of {connection.clientName}{' '}
          {siblings === 2 ? 'goes' : 'go'} on.
        </DangerRow>
      )}
      <DangerRow
        title={`Revoke access of ${connection.clientName}`}
        action={<RevokeDialog group={group} connections={siblings} onRevoked={leave} />}
      >
        {counted(siblings, 'connection')} {siblings === 1 ? 'stops' : 'stop'} working with the next request, and what you allowed is
        forgotten.
      </DangerRow>
    </DangerSection>
  );
}

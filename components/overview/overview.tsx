import Link from 'next/link';
import type { ReactNode } from 'react';
import { Timeline } from '@/components/activity/timeline';
import { AlertSection } from '@/components/alerts/alert-section';
import { counted } from '@/components/ui/counted';
import { PageHeader } from '@/components/ui/page-header';
import { Section } from '@/components/ui/section';
import { TextLink } from '@/components/ui/text-link';
import type { TimelineEvent } from '@/lib/audit/schema';
import { routes } from '@/lib/core/routes';
import type { AlertList } from '@/lib/strategies/schema';
import { FirstSteps } from './first-steps';
import { type Pending, PendingConnections } from './pending';
import { WaitingTrades } from './waiting-trades';

export type OverviewFigures = Readonly<{
  /** Null while keys are switched off. */
  keys: number | null;
  disabledKeys: number;
  clients: number;
  connections: number;
  /** Connections that may place orders. */
  tradingConnections: number;
  /** None of those has an account in which trading is allowed. */
  isTradingOff: boolean;
}>;

type OverviewProps = {
  figures: OverviewFigures;
  events: readonly TimelineEvent[];
  mcpUrl: string;
  pending: readonly Pending[];
  alerts: AlertList;
};

/** Where things stand, in real numbers, and what happened last. */
export function Overview({ figures, events, mcpUrl, pending, alerts }: OverviewProps) {
  const { keys, disabledKeys, clients, connections } = figures;
  const isNew = connections === 0 && keys !== null;
  return (
    <>
      <PageHeader title="Overview">What can reach your accounts now, and what happened last.</PageHeader>
      <WaitingTrades />
      <PendingConnections pending={pending} />
      <AlertSection initial={alerts} />
      {isNew && <FirstSteps hasKey={keys > 0} mcpUrl={mcpUrl} />}
      <ul className="grid gap-4 pb-6 sm:grid-cols-2">
        {keys !== null && (
          <Figure href={routes.keys()} value={keys} name={keys === 1 ? 'key' : 'keys'}>
            {disabledKeys > 0 ? `${disabledKeys} of them disabled.` : 'What AI clients identify themselves with.'}
          </Figure>
        )}
        <Figure href={routes.aiClients()} value={clients} name={clients === 1 ? 'AI client' : 'AI clients'}>
          {clients === 0 && 'Nothing can reach your accounts.'}
          {clients > 0 && `${counted(connections, 'connection')}. ${tradingInWords(figures)}`}
        </Figure>
      </ul>
      <Section title="Recent activity" action={<TextLink href={routes.activity()}>All activity</TextLink>}>
        <Timeline events={events} />
      </Section>
    </>
  );
}

function tradingInWords({ connections, tradingConnections: count, isTradingOff }: OverviewFigures): string {
  if (count === 0) return connections === 1 ? 'It cannot trade.' : 'None of them can trade.';
  const many = count === 1 ? 'One of them' : `${count} of them`;
  const who = connections === 1 ? 'It' : many;
  return isTradingOff ? `${who} may trade, but trading is off in your accounts.` : `${who} can trade.`;
}

function Figure({ href, value, name, children }: { href: string; value: number; name: string; children: ReactNode }) {
  return (
    <li>
      <Link href={href} className="block h-full rounded-lg border bg-surface p-5 transition-colors hover:border-control">
        <span className="block font-semibold text-figure tabular-nums">
          {value} <span className="font-medium text-base tracking-normal">{name}</span>
        </span>
        <span className="mt-0.5 block text-muted text-sm">{children}</span>
      </Link>
    </li>
  );
}

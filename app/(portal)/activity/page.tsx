import { Activity, SearchX } from 'lucide-react';
import type { Metadata } from 'next';
import { Suspense } from 'react';
import { ActivityFilters } from '@/components/activity/activity-filters';
import { ActivityList } from '@/components/activity/activity-list';
import { CallCharts } from '@/components/activity/call-charts';
import { ChainState, ChainStateLoading } from '@/components/activity/chain-state';
import { EmptyState } from '@/components/ui/empty-state';
import { LinkButton } from '@/components/ui/link-button';
import { PageHeader } from '@/components/ui/page-header';
import { Section } from '@/components/ui/section';
import { SkeletonRows } from '@/components/ui/skeleton';
import { ActivityFilter, filterQuery } from '@/lib/audit/activity-schema';
import { verifyChain } from '@/lib/audit/verify-chain';
import { routes } from '@/lib/core/routes';
import { activityFigures, clientChoices, findActivity } from '@/lib/web/activity';
import { currentContext, requireUser } from '@/lib/web/session';

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export const metadata: Metadata = { title: 'Activity' };

/** Entries that are recomputed at each opening of the page; all of them when asked for. */
const CHECKED = 5_000;

export default async function ActivityPage({ searchParams }: Props) {
  const asked = await searchParams;
  const filter = ActivityFilter.parse(asked);
  const query = filterQuery(filter);
  const user = await requireUser(routes.activity(query));
  const ctx = await currentContext();
  const [clients, figures] = await Promise.all([clientChoices(ctx, user.id), activityFigures(ctx, user.id)]);
  return (
    <>
      <PageHeader title="Activity" action={<Exports query={query} />}>
        Every call of an AI client and every change to your connections, keys and trades, in the order they happened.
      </PageHeader>
      <Suspense fallback={<ChainStateLoading />}>
        <Chain userId={user.id} isAll={asked.check === 'all'} query={query} />
      </Suspense>
      <CallCharts {...figures} />
      <Section title="What happened">
        <ActivityFilters filter={filter} clients={clients} />
        <Suspense key={query} fallback={<SkeletonRows count={8} label="Loading activity" />}>
          <Entries userId={user.id} filter={filter} />
        </Suspense>
      </Section>
    </>
  );
}

function Exports({ query }: { query: string }) {
  return (
    <>
      <LinkButton href={routes.api.activityExport(joined(query, 'format=csv'))}>Export CSV</LinkButton>
      <LinkButton href={routes.api.activityExport(joined(query, 'format=json'))}>Export JSON</LinkButton>
    </>
  );
}

const joined = (...parts: readonly string[]) => parts.filter((part) => part !== '').join('&');

async function Chain({ userId, isAll, query }: { userId: string; isAll: boolean; query: string }) {
  const { broken, ...state } = await verifyChain(await currentContext(), userId, isAll ? undefined : CHECKED);
  return (
    <ChainState
      {...state}
      broken={broken && { ...broken, at: broken.at?.toISOString() ?? null }}
      checkAllHref={routes.activity(joined(query, 'check=all'))}
    />
  );
}

async function Entries({ userId, filter }: { userId: string; filter: ActivityFilter }) {
  const first = await findActivity(await currentContext(), userId, filter);
  if (first.lines.length > 0) return <ActivityList filter={filter} first={first} />;
  if (filterQuery(filter) !== '') {
    return (
      <EmptyState icon={SearchX} title="Nothing found" action={<LinkButton href={routes.activity()}>Show everything</LinkButton>}>
        Nothing that happened matches these filters.
      </EmptyState>
    );
  }
  return (
    <EmptyState icon={Activity} title="Nothing has happened yet" action={<LinkButton href={routes.keys()}>See your keys</LinkButton>}>
      Once an AI client is connected, every call it makes is listed here.
    </EmptyState>
  );
}

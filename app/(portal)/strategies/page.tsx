import type { Metadata } from 'next';
import { StrategyLists } from '@/components/strategies/strategy-lists';
import { PageHeader } from '@/components/ui/page-header';
import { routes } from '@/lib/core/routes';
import { strategiesOf } from '@/lib/strategies/views';
import { currentContext, requireUser } from '@/lib/web/session';

export const metadata: Metadata = { title: 'Strategies' };

export default async function StrategiesPage() {
  const user = await requireUser(routes.strategies());
  return (
    <>
      <PageHeader title="Strategies">What your AI clients wrote, tried on past prices, and let trade by itself.</PageHeader>
      <StrategyLists initial={await strategiesOf(await currentContext(), user.id)} />
    </>
  );
}

import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { BacktestPage } from '@/components/strategies/backtest-page';
import { NotFound } from '@/lib/core/errors';
import { routes } from '@/lib/core/routes';
import { viewBacktest } from '@/lib/strategies/backtests';
import { currentContext, requireUser } from '@/lib/web/session';

type Props = { params: Promise<{ id: string }> };

export const metadata: Metadata = { title: 'Backtest' };

export default async function OneBacktestPage({ params }: Props) {
  const { id } = await params;
  const user = await requireUser(routes.backtest(id));
  const ctx = await currentContext();
  try {
    return <BacktestPage initial={await viewBacktest(ctx, user.id, id)} />;
  } catch (thrown) {
    if (thrown instanceof NotFound) notFound();
    throw thrown;
  }
}

'use client';
import { Notice } from '@/components/ui/notice';
import { PageHeader } from '@/components/ui/page-header';
import { Section } from '@/components/ui/section';
import { TextLink } from '@/components/ui/text-link';
import { routes } from '@/lib/core/routes';
import type { BacktestPage as Backtest } from '@/lib/strategies/schema';
import { EquityChart } from './equity-chart';
import { MetricList } from './metric-list';
import { BacktestStateBadge, periodText } from './result-words';
import { TradeTable } from './trade-table';
import { useBacktest } from './use-strategies';

/** One backtest: where it stands, then what came of it. */
export function BacktestPage({ initial }: { initial: Backtest }) {
  const { data: backtest } = useBacktest(initial);
  const { path, symbol, interval, parameters, result, trades } = backtest;
  const settings = Object.entries(parameters).map(([name, value]) => `${name} = ${value}`);
  return (
    <>
      <PageHeader
        title={`Backtest of ${path}`}
        back={<TextLink href={routes.strategies()}>Strategies</TextLink>}
        action={<BacktestStateBadge backtest={backtest} />}
      >
        {symbol}, {interval} bars, {periodText(backtest)}
        {settings.length > 0 && `, ${settings.join(', ')}`}. Simulated: it says little about what comes next.
      </PageHeader>
      <Progress backtest={backtest} />
      {result && (
        <>
          <Section title="Result">
            <MetricList metrics={result.metrics} openPosition={result.openPosition} />
          </Section>
          <Section title="Equity">
            <EquityChart points={result.equity} interval={interval} />
          </Section>
          <Section title="Trades" hint={tradesHint(trades.length, result.metrics.trades, interval)}>
            {trades.length === 0 ? (
              <p className="text-muted">It closed no trade in this period.</p>
            ) : (
              <TradeTable trades={trades} interval={interval} />
            )}
          </Section>
        </>
      )}
    </>
  );
}

function tradesHint(shown: number, total: number, interval: string): string | undefined {
  const parts = [...(shown < total ? [`The last ${shown} of ${total}.`] : []), ...(interval === '1d' ? [] : ['Times are UTC.'])];
  return parts.length === 0 ? undefined : parts.join(' ');
}

function Progress({ backtest: { state, progressPercent, problem } }: { backtest: Backtest }) {
  switch (state) {
    case 'queued':
      return <Notice>It waits for its turn. This page shows the result as soon as it is there.</Notice>;
    case 'running':
      return (
        <div className="max-w-text">
          <progress aria-label="Progress" value={progressPercent} max={100} className="h-2 w-full accent-accent" />
          <p className="mt-1 text-muted text-sm">{progressPercent} % of the period. You can leave this page.</p>
        </div>
      );
    case 'failed':
      return <Notice tone="danger">{problem ?? 'It failed.'}</Notice>;
    case 'canceled':
      return <Notice>It was canceled before it was done.</Notice>;
    case 'done':
      return null;
  }
}

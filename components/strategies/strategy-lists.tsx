'use client';
import { ChartNoAxesCombined } from 'lucide-react';
import { EmptyState } from '@/components/ui/empty-state';
import { LinkButton } from '@/components/ui/link-button';
import { Section } from '@/components/ui/section';
import { routes } from '@/lib/core/routes';
import type { StrategyOverview } from '@/lib/strategies/schema';
import { BacktestTable } from './backtest-table';
import { DeploymentTable } from './deployment-table';
import { FileTable } from './file-table';
import { useStrategies } from './use-strategies';

/** What trades now, what was tried on the past, and the files behind both. */
export function StrategyLists({ initial }: { initial: StrategyOverview }) {
  const { data } = useStrategies(initial);
  const { files, backtests, deployments } = data;
  if (files.length + backtests.length + deployments.length === 0) return <Nothing />;
  return (
    <>
      <Section title="Deployed" hint="They trade by themselves, within the limits of the connection that started them.">
        {deployments.length === 0 ? (
          <p className="text-muted">Nothing is deployed. Ask your assistant to deploy a strategy to a paper account.</p>
        ) : (
          <DeploymentTable deployments={deployments} paths={new Set(files.map(({ path }) => path))} />
        )}
      </Section>
      <Section title="Backtests" hint="Simulations over past prices, with slippage and commission. They are kept for 90 days.">
        {backtests.length === 0 ? (
          <p className="text-muted">No backtests yet. Ask your assistant to backtest one of your strategies.</p>
        ) : (
          <BacktestTable backtests={backtests} />
        )}
      </Section>
      <Section title="Files" hint="Written by your AI clients. Deleting one stops nothing that runs.">
        {files.length === 0 ? <p className="text-muted">No files. Ask your assistant to write a strategy.</p> : <FileTable files={files} />}
      </Section>
    </>
  );
}

function Nothing() {
  return (
    <EmptyState
      icon={ChartNoAxesCombined}
      title="No strategies yet"
      action={
        <LinkButton variant="accent" href={routes.aiClients()}>
          See your AI clients
        </LinkButton>
      }
    >
      Ask your assistant to “write a strategy that buys AAPL when it rises above its 50-day average, and backtest it over the last year”. It
      needs the permission to write strategies.
    </EmptyState>
  );
}

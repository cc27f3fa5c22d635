import type { ReactNode } from 'react';
import { displayMoney } from '@/lib/core/display-money';
import { CURRENCY, type Metrics, type OpenPosition } from '@/lib/strategies/schema';
import { percentText } from './result-words';

const money = (amount: string) => displayMoney(amount, CURRENCY);

/** What the simulation comes to, as figures with their names. */
export function MetricList({ metrics, openPosition }: { metrics: Metrics; openPosition: OpenPosition | null }) {
  return (
    <dl className="grid gap-x-8 gap-y-4 sm:grid-cols-2 lg:grid-cols-4">
      <Metric name="Return" detail={`${money(metrics.initialCash)} became ${money(metrics.finalEquity)}`}>
        {percentText(metrics.returnPercent)}
      </Metric>
      <Metric name="Buy and hold" detail="The same money in the shares all the time">
        {percentText(metrics.buyAndHoldReturnPercent)}
      </Metric>
      <Metric name="Deepest fall" detail={`${money(metrics.maxDrawdown)} below an earlier high`}>
        {percentText(metrics.maxDrawdownPercent, false)}
      </Metric>
      <Metric name="Closed trades" detail={`${metrics.winningTrades} won, ${metrics.losingTrades} lost`}>
        {metrics.trades}
      </Metric>
      <Metric
        name="Win rate"
        detail={
          metrics.averageTrade === null ? 'No trade was closed' : `${displayMoney(metrics.averageTrade, CURRENCY, 'always')} on average`
        }
      >
        {metrics.winRatePercent === null ? 'None' : percentText(metrics.winRatePercent, false)}
      </Metric>
      <Metric name="Profit factor" detail="What was won for each dollar lost">
        {metrics.profitFactor ?? 'Nothing lost'}
      </Metric>
      <Metric name="Time invested" detail={`Of ${metrics.bars.toLocaleString('en')} bars`}>
        {percentText(metrics.exposurePercent, false)}
      </Metric>
      <Metric
        name="Commissions"
        detail={metrics.refusedBuys === 0 ? 'And 0.05 % slippage on each fill' : `${metrics.refusedBuys} buys had become too dear`}
      >
        {money(metrics.commissions)}
      </Metric>
      {openPosition && (
        <Metric
          name="Still held"
          detail={`Bought at ${money(openPosition.averagePrice)}, last ${money(openPosition.lastPrice)}: ${displayMoney(openPosition.unrealizedPl, CURRENCY, 'always')}`}
        >
          {openPosition.quantity} shares
        </Metric>
      )}
    </dl>
  );
}

function Metric({ name, detail, children }: { name: string; detail: string; children: ReactNode }) {
  return (
    <div>
      <dt className="text-muted text-sm">{name}</dt>
      <dd>
        <span className="font-semibold text-lg tabular-nums">{children}</span>
        <span className="block text-muted text-sm">{detail}</span>
      </dd>
    </div>
  );
}

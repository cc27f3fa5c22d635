import { Badge } from '@/components/ui/badge';
import { dateFormat } from '@/components/ui/dates';
import type { BacktestRow, DeploymentRow } from '@/lib/strategies/schema';

const date = dateFormat({ dateStyle: 'medium', timeZone: 'UTC' });
const dateAndTime = dateFormat({ dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' });

/** "Jan 2, 2029 – Dec 31, 2029" */
export const periodText = ({ from, to }: Pick<BacktestRow, 'from' | 'to'>): string => `${date(new Date(from))} – ${date(new Date(to))}`;

/** A day for daily bars, else the minute too, in UTC. */
export const barTimeText = (time: string, interval: string): string => (interval === '1d' ? date : dateAndTime)(new Date(time));

/** "+2.5 %", "−3 %"; a minus sign, not a hyphen. */
export function percentText(text: string, withSign = true): string {
  const isNegative = text.startsWith('-');
  const sign = isNegative ? '\u2212' : withSign && text !== '0' ? '+' : '';
  return `${sign}${isNegative ? text.slice(1) : text} %`;
}

export function BacktestStateBadge({ backtest: { state, progressPercent } }: { backtest: Pick<BacktestRow, 'state' | 'progressPercent'> }) {
  switch (state) {
    case 'queued':
      return <Badge>Waiting</Badge>;
    case 'running':
      return <Badge tone="new">Running, {progressPercent} %</Badge>;
    case 'done':
      return <Badge>Done</Badge>;
    case 'failed':
      return <Badge tone="stopped">Failed</Badge>;
    case 'canceled':
      return <Badge tone="paused">Canceled</Badge>;
  }
}

export function DeploymentStateBadge({ state }: Pick<DeploymentRow, 'state'>) {
  switch (state) {
    case 'running':
      return <Badge tone="new">Running</Badge>;
    case 'paused':
      return <Badge tone="paused">Paused</Badge>;
    case 'stopped':
      return <Badge tone="stopped">Stopped</Badge>;
  }
}

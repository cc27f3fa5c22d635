import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from '@/components/ui/table';
import { displayMoney } from '@/lib/core/display-money';
import { CURRENCY, type EquityPoint } from '@/lib/strategies/schema';
import { barTimeText } from './result-words';

const WIDTH = 640;
const HEIGHT = 200;
/** The table behind the curve has about this many rows. */
const ROWS = 24;

type ChartProps = { points: readonly EquityPoint[]; interval: string };

/** What the account was worth over time, beside buying and keeping. Floats only decide where a pixel goes. */
export function EquityChart({ points, interval }: ChartProps) {
  const first = points[0];
  const last = points.at(-1);
  if (!first || !last) return null;
  const values = points.flatMap(({ equity, buyAndHold }) => [Number(equity), Number(buyAndHold)]);
  const least = Math.min(...values);
  const most = Math.max(...values);
  const line = (amountOf: (point: EquityPoint) => string) =>
    points
      .map((point, index) => {
        const x = points.length === 1 ? WIDTH / 2 : (index / (points.length - 1)) * WIDTH;
        const y = most === least ? HEIGHT / 2 : HEIGHT - ((Number(amountOf(point)) - least) / (most - least)) * HEIGHT;
        return `${x.toFixed(1)},${y.toFixed(1)}`;
      })
      .join(' ');
  return (
    <figure className="max-w-[48rem]">
      <figcaption className="mb-3 flex flex-wrap gap-x-6 gap-y-1 text-sm">
        <Legend name="Strategy" isDashed={false} />
        <Legend name="Buy and hold" isDashed />
      </figcaption>
      <div className="flex gap-3">
        <div aria-hidden="true" className="flex h-48 shrink-0 flex-col justify-between text-right text-muted text-sm tabular-nums">
          <span>{rounded(most)}</span>
          <span>{rounded(least)}</span>
        </div>
        <div className="min-w-0 flex-1">
          <svg
            role="img"
            aria-label={`Equity from ${displayMoney(first.equity, CURRENCY)} to ${displayMoney(last.equity, CURRENCY)}; buy and hold ends at ${displayMoney(last.buyAndHold, CURRENCY)}.`}
            viewBox={`0 -4 ${WIDTH} ${HEIGHT + 8}`}
            preserveAspectRatio="none"
            className="h-48 w-full border-b border-l"
          >
            <polyline
              points={line(({ buyAndHold }) => buyAndHold)}
              className="fill-none stroke-faint"
              strokeWidth="1.5"
              strokeDasharray="5 4"
              vectorEffect="non-scaling-stroke"
            />
            <polyline
              points={line(({ equity }) => equity)}
              className="fill-none stroke-accent"
              strokeWidth="2"
              strokeLinejoin="round"
              vectorEffect="non-scaling-stroke"
            />
          </svg>
          <div aria-hidden="true" className="mt-1 flex justify-between gap-4 text-muted text-sm">
            <span>{barTimeText(first.time, interval)}</span>
            <span className="text-right">{barTimeText(last.time, interval)}</span>
          </div>
        </div>
      </div>
      <ChartTable points={points} interval={interval} />
    </figure>
  );
}

const rounded = (value: number) =>
  new Intl.NumberFormat('en', { style: 'currency', currency: CURRENCY, maximumFractionDigits: 0 }).format(value);

function Legend({ name, isDashed }: { name: string; isDashed: boolean }) {
  return (
    <span className="inline-flex items-center gap-2">
      <svg aria-hidden="true" viewBox="0 0 24 4" className="h-1 w-6">
        <line
          x1="0"
          y1="2"
          x2="24"
          y2="2"
          strokeWidth="2"
          strokeDasharray={isDashed ? '5 4' : undefined}
          className={isDashed ? 'stroke-faint' : 'stroke-accent'}
        />
      </svg>
      {name}
    </span>
  );
}

function ChartTable({ points, interval }: ChartProps) {
  const stride = Math.max(1, Math.ceil(points.length / ROWS));
  const shown = points.filter((_, index) => (points.length - 1 - index) % stride === 0);
  return (
    <details className="mt-3">
      <summary className="cursor-pointer rounded-sm text-accent-text text-sm">Show as a table</summary>
      <div className="mt-2">
        <Table caption="Equity over time">
          <TableHead>
            <TableHeader>{interval === '1d' ? 'Day' : 'Time (UTC)'}</TableHeader>
            <TableHeader isNumber>Strategy</TableHeader>
            <TableHeader isNumber>Buy and hold</TableHeader>
          </TableHead>
          <TableBody>
            {shown.map(({ time, equity, buyAndHold }) => (
              <TableRow key={time}>
                <TableCell>{barTimeText(time, interval)}</TableCell>
                <TableCell label="Strategy" isNumber>
                  {displayMoney(equity, CURRENCY)}
                </TableCell>
                <TableCell label="Buy and hold" isNumber>
                  {displayMoney(buyAndHold, CURRENCY)}
                </TableCell>
              </TableRow>
            ))}
          </TableBody>
        </Table>
      </div>
    </details>
  );
}

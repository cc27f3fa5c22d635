import type { ReactNode } from 'react';
import { useId } from 'react';
import { counted } from '@/components/ui/counted';
import { dateFormat } from '@/components/ui/dates';
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from '@/components/ui/table';

type Count = Readonly<{ ok: number; refused: number }>;
type Day = Count & Readonly<{ day: string }>;
type Client = Count & Readonly<{ name: string }>;

/** "Nov 21" */
const dayAndMonth = dateFormat({ day: 'numeric', month: 'short', timeZone: 'UTC' });

const totalOf = ({ ok, refused }: Count) => ok + refused;

/** Calls of AI clients: by day, and by client. Each chart has a table behind it. */
export function CallCharts({ days, clients }: { days: readonly Day[]; clients: readonly Client[] }) {
  if (clients.length === 0) return null;
  return (
    <div className="grid gap-x-10 gap-y-6 border-t py-6 lg:grid-cols-2">
      <DayChart days={days} />
      <ClientChart clients={clients} />
    </div>
  );
}

const HEIGHT = 120;

/** @param days every day, the oldest first */
export function DayChart({ days, heading = 'h2' }: { days: readonly Day[]; heading?: Heading }) {
  const most = Math.max(1, ...days.map(totalOf));
  const width = 100 / Math.max(1, days.length);
  const height = (count: number) => (count / most) * HEIGHT;
  return (
    <Chart
      title="Calls per day"
      heading={heading}
      hint={`${inTotal(days)} in ${days.length} days (UTC).`}
      table={<CountTable name="Day" rows={days.map(({ day, ...count }) => ({ name: day, ...count }))} />}
    >
      <div className="flex gap-2">
        <div className="flex w-8 shrink-0 flex-col justify-between text-right text-muted text-sm tabular-nums" style={{ height: HEIGHT }}>
          <span className="-mt-2.5">{most.toLocaleString('en')}</span>
          <span className="-mb-2.5">0</span>
        </div>
        <svg aria-hidden="true" className="h-[120px] w-full border-control border-b" height={HEIGHT}>
          <line x1="0" x2="100%" y1="0.5" y2="0.5" className="stroke-line" />
          {days.map(({ day, ok, refused }, index) => (
            <g key={day}>
              <title>{`${day}: ${ok} ok, ${refused} refused`}</title>
              <rect
                x={`${index * width + width * 0.12}%`}
                width={`${width * 0.76}%`}
                y={HEIGHT - height(ok)}
                height={height(ok)}
                className="fill-accent"
              />
              <rect
                x={`${index * width + width * 0.12}%`}
                width={`${width * 0.76}%`}
                y={HEIGHT - height(ok + refused)}
                height={height(refused)}
                className="fill-danger"
              />
            </g>
          ))}
        </svg>
      </div>
      <div className="flex justify-between pt-1.5 pl-10 text-muted text-sm">
        <span>{dayInWords(days[0]?.day)}</span>
        <span>{dayInWords(days.at(-1)?.day)}</span>
      </div>
    </Chart>
  );
}

const CLIENTS_SHOWN = 6;

function ClientChart({ clients }: { clients: readonly Client[] }) {
  const shown = clients.slice(0, CLIENTS_SHOWN);
  const most = Math.max(1, ...shown.map(totalOf));
  const hint =
    clients.length > shown.length
      ? `The ${shown.length} busiest of ${clients.length}.`
      : `${counted(clients.length, 'client')} in 30 days.`;
  return (
    <Chart title="Calls per AI client" hint={hint} table={<CountTable name="AI client" rows={clients} />}>
      <ul aria-hidden="true" className="space-y-2.5">
        {shown.map(({ name, ok, refused }) => (
          <li key={name}>
            <div className="flex justify-between gap-4 text-sm">
              <span className="min-w-0 truncate">{name}</span>
              <span className="text-muted tabular-nums">{(ok + refused).toLocaleString('en')}</span>
            </div>
            <svg className="mt-1 block h-2 w-full" height="8">
              <title>{`${name}: ${ok} ok, ${refused} refused`}</title>
              <rect width={`${(ok / most) * 100}%`} height="8" className="fill-accent" />
              <rect x={`${(ok / most) * 100}%`} width={`${(refused / most) * 100}%`} height="8" className="fill-danger" />
            </svg>
          </li>
        ))}
      </ul>
    </Chart>
  );
}

type Heading = 'h2' | 'h3';
type ChartProps = { title: string; heading?: Heading; hint: string; table: ReactNode; children: ReactNode };

function Chart({ title, heading: Title = 'h2', hint, table, children }: ChartProps) {
  const id = useId();
  return (
    <section aria-labelledby={id} className="min-w-0">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4 pb-4">
        <Title id={id} className="font-semibold">
          {title}
        </Title>
        <p className="flex gap-4 text-muted text-sm">
          <span>{hint}</span>
          <Legend look="bg-accent" label="OK" />
          <Legend look="bg-danger" label="Refused" />
        </p>
      </div>
      {children}
      <details className="mt-3">
        <summary className="w-fit cursor-pointer rounded-sm text-muted text-sm hover:text-ink">As a table</summary>
        <div className="mt-2 max-h-80 overflow-y-auto">{table}</div>
      </details>
    </section>
  );
}

function Legend({ look, label }: { look: string; label: string }) {
  return (
    <span className="flex items-center gap-1.5">
      <span aria-hidden="true" className={`size-2.5 rounded-sm ${look}`} />
      {label}
    </span>
  );
}

function CountTable({ name, rows }: { name: string; rows: readonly Client[] }) {
  return (
    <Table caption={`Calls by ${name}`}>
      <TableHead>
        <TableHeader>{name}</TableHeader>
        <TableHeader isNumber>OK</TableHeader>
        <TableHeader isNumber>Refused</TableHeader>
      </TableHead>
      <TableBody>
        {rows.map((row) => (
          <TableRow key={row.name}>
            <TableCell className="break-words">{row.name}</TableCell>
            <TableCell label="OK" isNumber>
              {row.ok.toLocaleString('en')}
            </TableCell>
            <TableCell label="Refused" isNumber>
              {row.refused.toLocaleString('en')}
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

function inTotal(days: readonly Day[]): string {
  return counted(
    days.reduce((sum, day) => sum + totalOf(day), 0),
    'call',
  );
}

function dayInWords(day: string | undefined): string {
  if (day === undefined) return '';
  return dayAndMonth(new Date(`${day}T00:00:00Z`));
}

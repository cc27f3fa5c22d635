// `from` and `to` of a listing: moments, or dates in the exchange's calendar (tool-catalogue §1).
import { z } from 'zod';
import { startOfExchangeDate } from '@/lib/brokerage/market/calendar';
import { invalidArgument } from '@/lib/mcp/errors';

const DATE = /^\d{4}-\d{2}-\d{2}$/;
const DAY_MS = 86_400_000;

export const RequiredPeriodEdgeIn = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2}))?$/, 'expected 2026-07-28 or 2026-07-28T14:30:00Z');
export const PeriodEdgeIn = RequiredPeriodEdgeIn.optional();

export type Period = Readonly<{ from?: Date; to?: Date }>;

/**
 * A date as `from` means its beginning, as `to` its end.
 * @throws ToolError `invalid_argument` for a day or time that does not exist
 */
export function readPeriod({ from, to }: Readonly<{ from?: string; to?: string }>): Period {
  return { from: from === undefined ? undefined : readEdge('from', from), to: to === undefined ? undefined : readEdge('to', to) };
}

function readEdge(field: 'from' | 'to', text: string): Date {
  const time = new Date(DATE.test(text) ? `${text}T00:00:00Z` : text);
  // JavaScript reads 30 February as 1 March; a model should hear of it instead.
  const isReal = !Number.isNaN(time.getTime()) && (!DATE.test(text) || time.toISOString().startsWith(text));
  if (!isReal) {
    throw invalidArgument(`The argument ${field} names a day or time that does not exist.`, 'Correct it and call again.', field);
  }
  if (!DATE.test(text)) return time;
  return startOfExchangeDate(field === 'from' ? text : new Date(time.getTime() + DAY_MS).toISOString().slice(0, 10));
}

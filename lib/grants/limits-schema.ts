// The limits of a connection as a person types them: on the consent page and at /ai-clients/{id}.
import { z } from 'zod';
import { readDecimal } from '@/lib/core/money';
import { TradeRules } from './trade-rules';

const MOST_AMOUNT = '999999999999'; // numeric(20, 8)
export const MOST_ORDERS_PER_DAY = 10_000;
const FURTHEST_DAYS = 3650;
const DAY_MS = 24 * 60 * 60 * 1000;

/** What is wrong with a typed amount; null when nothing is. */
export function amountProblem(text: string, isZeroAllowed: boolean): string | null {
  const value = readDecimal(text);
  if (!value) return 'Write an amount in digits with a dot, like 1500 or 99.50.';
  if (value.isNegative() || (value.isZero() && !isZeroAllowed)) return 'Write an amount above 0, or leave the field empty.';
  return value.greaterThan(MOST_AMOUNT) ? `Write at most ${MOST_AMOUNT}, or leave the field empty.` : null;
}

export const ORDERS_PER_DAY_PROBLEM = `Write a whole number from 1 to ${MOST_ORDERS_PER_DAY}, or leave the field empty.`;
export const END_PROBLEM = 'Choose today or a later day within ten years, or leave the field empty.';

/** The end of that day, UTC; null for what is no day, a past one, or one too far ahead. */
export function endOfDay(text: string, now: Date): Date | null {
  const day = /^\d{4}-\d{2}-\d{2}$/.test(text) ? new Date(`${text}T00:00:00.000Z`) : null;
  if (day === null || Number.isNaN(day.getTime()) || !day.toISOString().startsWith(text)) return null;
  const end = new Date(day.getTime() + DAY_MS);
  return end > now && end.getTime() < now.getTime() + FURTHEST_DAYS * DAY_MS ? end : null;
}

/** The day that an end falls on: what `endOfDay` was given. RFC 3339 in, YYYY-MM-DD out. */
export function dayOfEnd(endsAt: string): string {
  return new Date(new Date(endsAt).getTime() - 1).toISOString().slice(0, 10);
}

const amount = (isZeroAllowed: boolean) =>
  z
    .string()
    .trim()
    .max(40)
    .superRefine((text, { addIssue }) => {
      const problem = amountProblem(text, isZeroAllowed);
      if (problem !== null) addIssue(problem);
    })
    .nullable();

const SYMBOLS_PROBLEM = 'Write symbols like AAPL, BRK.B, with a comma between them; at most 200.';
const Symbols = z
  .array(
    z
      .string()
      .trim()
      .toUpperCase()
      .regex(/^[A-Z0-9.\-/]{1,32}$/, SYMBOLS_PROBLEM),
  )
  .max(200, SYMBOLS_PROBLEM)
  .transform((symbols) => [...new Set(symbols)]);

/** Everything that bounds what a connection may trade, and until when it stands. Null: no bound. */
export const NewLimits = z.strictObject({
  maxOrderValue: amount(false),
  maxDailyValue: amount(false),
  maxOrdersPerDay: z.int(ORDERS_PER_DAY_PROBLEM).min(1, ORDERS_PER_DAY_PROBLEM).max(MOST_ORDERS_PER_DAY, ORDERS_PER_DAY_PROBLEM).nullable(),
  /** 0 asks about every order. */
  approvalAbove: amount(true),
  /** The last day, YYYY-MM-DD. */
  endsOn: z.string().max(10, END_PROBLEM).nullable(),
  rules: TradeRules.extend({
    maxQuantity: amount(false).pipe(TradeRules.shape.maxQuantity),
    symbolsAllow: Symbols,
    symbolsDeny: Symbols,
    assetClasses: z.array(z.enum(['stock', 'etf'])).min(1, 'Tick at least one, or take the permission to trade away.'),
    orderTypes: z
      .array(z.enum(['market', 'limit', 'stop', 'stop_limit', 'trailing_stop']))
      .min(1, 'Tick at least one, or take the permission to trade away.'),
    sides: z.array(z.enum(['buy', 'sell'])).min(1, 'Tick at least one, or take the permission to trade away.'),
  }),
});
export type NewLimits = z.output<typeof NewLimits>;

/** The person's own rule for every AI client. */
export const OwnRule = z.strictObject({ approvalAbove: amount(true) });
export type OwnRule = z.output<typeof OwnRule>;

// The days US exchanges rest (NYSE rule 7.2), computed from the rules, for any year. Dates are the exchange's calendar days, "YYYY-MM-DD".

const MONDAY = 1;
const THURSDAY = 4;
const DAY_MS = 86_400_000;

/** Days the exchanges closed outside the rules: storms, mourning. */
const EXTRAORDINARY: ReadonlySet<string> = new Set(['2012-10-29', '2012-10-30', '2018-12-05', '2025-01-09']);

type Holidays = Readonly<{ closed: ReadonlySet<string>; early: ReadonlySet<string> }>;

const utc = (year: number, month: number, day: number) => new Date(Date.UTC(year, month - 1, day));
const plusDays = (date: Date, days: number) => new Date(date.getTime() + days * DAY_MS);
export const dateText = (date: Date) => date.toISOString().slice(0, 10);

/** The nth such weekday of a month; n = -1 is the last one. */
function nthWeekday(year: number, month: number, weekday: number, n: number): Date {
  if (n < 0) {
    const last = utc(year, month + 1, 0);
    return plusDays(last, -((last.getUTCDay() - weekday + 7) % 7));
  }
  const first = utc(year, month, 1);
  return plusDays(first, ((weekday - first.getUTCDay() + 7) % 7) + (n - 1) * 7);
}

/** Easter Sunday, Gregorian (Meeus, Jones, Butcher). */
function easter(year: number): Date {
  const a = year % 19;
  const b = Math.floor(year / 100);
  const c = year % 100;
  const g = Math.floor((8 * b + 13) / 25);
  const h = (19 * a + b - Math.floor(b / 4) - g + 15) % 30;
  const l = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - h - (c % 4)) % 7;
  const m = Math.floor((a + 11 * h + 19 * l) / 433);
  const month = Math.floor((h + l - 7 * m + 90) / 25);
  return utc(year, month, (h + l - 7 * m + 33 * month + 19) % 32);
}

/** Saturday's holiday rests on Friday, Sunday's on Monday. */
function observed(date: Date): Date {
  const weekday = date.getUTCDay();
  return weekday === 6 ? plusDays(date, -1) : weekday === 0 ? plusDays(date, 1) : date;
}

function compute(year: number): Holidays {
  const newYear = utc(year, 1, 1);
  const thanksgiving = nthWeekday(year, 11, THURSDAY, 4);
  const independence = utc(year, 7, 4);
  const christmas = utc(year, 12, 25);
  const closed = [
    // A New Year's Day on Saturday is not made up for: the Friday before ends the accounting year.
    newYear.getUTCDay() === 0 ? plusDays(newYear, 1) : newYear,
    nthWeekday(year, 1, MONDAY, 3), // Martin Luther King, Jr.
    nthWeekday(year, 2, MONDAY, 3), // Washington's Birthday
    plusDays(easter(year), -2), // Good Friday
    nthWeekday(year, 5, MONDAY, -1), // Memorial Day
    ...(year >= 2022 ? [observed(utc(year, 6, 19))] : []), // Juneteenth
    observed(independence),
    nthWeekday(year, 9, MONDAY, 1), // Labor Day
    thanksgiving,
    observed(christmas),
  ];
  const closedDates = new Set(closed.map(dateText));
  const early = [plusDays(independence, -1), plusDays(thanksgiving, 1), plusDays(christmas, -1)].filter(
    (date) => date.getUTCDay() !== 0 && date.getUTCDay() !== 6 && !closedDates.has(dateText(date)),
  );
  return { closed: closedDates, early: new Set(early.map(dateText)) };
}

const years = new Map<number, Holidays>();

function holidays(year: number): Holidays {
  const known = years.get(year);
  if (known) return known;
  const fresh = compute(year);
  if (years.size > 50) years.clear();
  years.set(year, fresh);
  return fresh;
}

export type DayKind = 'closed' | 'early' | 'full';

/** Whether the exchanges trade on a calendar day, and whether they stop at 13:00. */
export function dayKind(date: string): DayKind {
  const day = new Date(`${date}T00:00:00Z`);
  const weekday = day.getUTCDay();
  if (weekday === 0 || weekday === 6 || EXTRAORDINARY.has(date)) return 'closed';
  const { closed, early } = holidays(day.getUTCFullYear());
  return closed.has(date) ? 'closed' : early.has(date) ? 'early' : 'full';
}

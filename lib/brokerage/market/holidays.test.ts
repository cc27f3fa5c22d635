import { describe, expect, it } from 'vitest';
import { dateText, dayKind } from './holidays';

function daysOf(year: number, kind: 'closed' | 'early'): string[] {
  const dates: string[] = [];
  for (let day = new Date(Date.UTC(year, 0, 1)); day.getUTCFullYear() === year; day = new Date(day.getTime() + 86_400_000)) {
    const isWeekend = day.getUTCDay() === 0 || day.getUTCDay() === 6;
    if (!isWeekend && dayKind(dateText(day)) === kind) dates.push(dateText(day).slice(5));
  }
  return dates;
}

// As published by the NYSE.
const PUBLISHED: readonly (readonly [year: number, closed: string, early: string])[] = [
  [2021, '01-01 01-18 02-15 04-02 05-31 07-05 09-06 11-25 12-24', '11-26'],
  [2022, '01-17 02-21 04-15 05-30 06-20 07-04 09-05 11-24 12-26', '11-25'],
  [2023, '01-02 01-16 02-20 04-07 05-29 06-19 07-04 09-04 11-23 12-25', '07-03 11-24'],
  [2024, '01-01 01-15 02-19 03-29 05-27 06-19 07-04 09-02 11-28 12-25', '07-03 11-29 12-24'],
  [2025, '01-01 01-09 01-20 02-17 04-18 05-26 06-19 07-04 09-01 11-27 12-25', '07-03 11-28 12-24'],
  [2026, '01-01 01-19 02-16 04-03 05-25 06-19 07-03 09-07 11-26 12-25', '11-27 12-24'],
  [2027, '01-01 01-18 02-15 03-26 05-31 06-18 07-05 09-06 11-25 12-24', '11-26'],
  [2028, '01-17 02-21 04-14 05-29 06-19 07-04 09-04 11-23 12-25', '07-03 11-24'],
];

describe('the holidays of the exchanges', () => {
  it.each(PUBLISHED)('are those published for %d', (year, closed, early) => {
    expect(daysOf(year, 'closed').join(' ')).toBe(closed);
    expect(daysOf(year, 'early').join(' ')).toBe(early);
  });

  it('include Juneteenth only since 2022', () => {
    expect(dayKind('2020-06-19')).toBe('full');
    expect(dayKind('2023-06-19')).toBe('closed');
  });

  it('leave no more than ten or eleven week days a year, in any year of the century', () => {
    for (let year = 2026; year < 2100; year += 1) {
      expect([9, 10]).toContain(daysOf(year, 'closed').length);
    }
  });
});

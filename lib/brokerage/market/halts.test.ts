import { describe, expect, it } from 'vitest';
import { exchangeSession } from './calendar';
import { haltAt, haltOn } from './halts';
import { LISTINGS } from './instruments';
import { quoteAt } from './quote';
import { tradingWindows } from './windows';

const DAYS = Array.from({ length: 365 }, (_, i) => new Date(Date.UTC(2030, 0, 1 + i)).toISOString().slice(0, 10));
const halts = LISTINGS.flatMap((listing) => DAYS.flatMap((date) => haltOn(listing, date) ?? []).map((halt) => ({ listing, ...halt })));

describe('halts', () => {
  it('are rare, some minutes long, and in regular sessions', () => {
    expect(halts.length).toBeGreaterThan(5);
    expect(halts.length).toBeLessThan(LISTINGS.length * 3);
    for (const { startMs, endMs } of halts) {
      expect([5, 10]).toContain((endMs - startMs) / 60_000);
      expect(exchangeSession(startMs)).toBe('regular');
      expect(exchangeSession(endMs)).toBe('regular');
    }
  });

  it('freeze the quote and say so, then trading goes on', () => {
    for (const { listing, startMs, endMs } of halts.slice(0, 10)) {
      const before = quoteAt(listing, startMs - 1, 'exchange');
      expect(before.session).toBe('regular');
      for (const time of [startMs, endMs - 1]) {
        expect(quoteAt(listing, time, 'exchange')).toEqual({ ...before, session: 'halted' });
      }
      expect(quoteAt(listing, endMs, 'exchange').session).toBe('regular');
      expect(haltAt(listing, endMs)).toBeNull();
    }
  });

  it('are no time to trade in', () => {
    for (const { listing, startMs, endMs } of halts.slice(0, 10)) {
      for (const hours of ['always', 'exchange'] as const) {
        const from = startMs / 1_000 - 60;
        expect([...tradingWindows(listing, hours, false, from, endMs / 1_000 + 60)]).toEqual([
          { from, to: startMs / 1_000, isExtended: false },
          { from: endMs / 1_000, to: endMs / 1_000 + 60, isExtended: false },
        ]);
      }
    }
  });
});

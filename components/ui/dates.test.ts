import { afterEach, describe, expect, it, vi } from 'vitest';
import { dateFormat } from './dates';

afterEach(() => vi.unstubAllGlobals());

describe('dates in words', () => {
  it('are what the engine writes', () => {
    expect(dateFormat({ dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' })(new Date(0))).toBe('Jan 1, 1970, 12:00 AM');
  });

  it('have plain spaces only, whichever the engine writes', () => {
    const DateTimeFormat = class {
      format = () => 'Nov\u00a021,\u20092026, 4:11\u202fPM';
    };
    vi.stubGlobal('Intl', { DateTimeFormat });
    expect(dateFormat({})(new Date(0))).toBe('Nov 21, 2026, 4:11 PM');
  });
});

import { describe, expect, it } from 'vitest';
import { relativeText } from './relative-time';

const now = new Date('2030-01-10T12:00:00Z');

describe('a relative time', () => {
  it.each([
    ['2030-01-10T11:59:30Z', 'just now'],
    ['2030-01-10T11:59:10Z', '1 minute ago'],
    ['2030-01-10T11:57:00Z', '3 minutes ago'],
    ['2030-01-10T14:00:00Z', 'in 2 hours'],
    ['2030-01-09T12:00:00Z', 'yesterday'],
    ['2029-09-01T12:00:00Z', '4 months ago'],
  ])('%s reads "%s"', (at, text) => {
    expect(relativeText(new Date(at), now)).toBe(text);
  });
});

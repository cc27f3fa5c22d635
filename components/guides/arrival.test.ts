import { describe, expect, it } from 'vitest';
import { arrivalOf } from './arrival';

const since = '2030-01-01T10:00:00.000Z';
const old = { id: 'old', clientId: 'key_a', createdAt: '2029-12-31T10:00:00.000Z', lastUsedAt: null };
const made = { id: 'new', clientId: 'dyn_b', createdAt: '2030-01-01T10:00:05.000Z', lastUsedAt: null };

describe('the connection that a guide waits for', () => {
  it('is the newest of the chosen key, whenever it was made', () => {
    const newer = { ...old, id: 'newer', createdAt: '2030-01-01T09:00:00.000Z' };
    expect(arrivalOf([old, newer, made], { clientId: 'key_a', since })?.id).toBe('newer');
    expect(arrivalOf([old, made], { clientId: 'key_c', since })).toBeNull();
  });

  it('without a key is one that was made or used since the page was opened', () => {
    expect(arrivalOf([old], { clientId: null, since })).toBeNull();
    expect(arrivalOf([old, made], { clientId: null, since })?.id).toBe('new');
    expect(arrivalOf([{ ...old, lastUsedAt: '2030-01-01T10:00:01.000Z' }], { clientId: null, since })?.id).toBe('old');
  });
});

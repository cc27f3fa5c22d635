import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCursor, writeCursor } from './list-cursor';
import { BrokerError } from './port';

describe('an order cursor', () => {
  it('leads back to its place', () => {
    const place = { at: new Date('2030-01-02T15:00:00.123Z'), id: 'ord_4fZ' };
    expect(readCursor(writeCursor(place))).toEqual(place);
    expect(writeCursor(place)).toMatch(/^[\w-]+$/);
  });

  it('is refused, never half read, when it is anything else', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(() => readCursor(text)).toThrow(BrokerError);
      }),
    );
    expect(() => readCursor(Buffer.from('99999999999999999.ord_a').toString('base64url'))).toThrow(BrokerError);
  });
});

import { describe, expect, it } from 'vitest';
import { middleTruncated } from './mono-id';

describe('a long id', () => {
  it('keeps both ends', () => {
    expect(middleTruncated('cc_01hxyz9k3m4n5p6q7r8s9tabcd', 8)).toBe('cc_01hxy…8s9tabcd');
  });

  it('stays whole when leaving out would save nothing', () => {
    expect(middleTruncated('abcdefghijklmnopqrs', 8)).toBe('abcdefghijklmnopqrs');
  });
});

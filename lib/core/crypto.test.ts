import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isWellFormedToken, newToken, type TokenKind } from './crypto';

const random = (byteCount: number) => randomBytes(byteCount);
describe('checksummed tokens (contract §4)', () => {
  const kinds: TokenKind[] = ['cc_at', 'cc_rt', 'cc_cs', 'cc_us', 'cc_pk', 'cc_pat', 'cc_ut', 'cc_ra'];

  it.each(kinds)('%s: well formed as itself alone, and not with any one character changed', (kind) => {
    const token = newToken({ random }, kind);
    expect(kinds.filter((other) => isWellFormedToken(other, token))).toEqual([kind]);
    for (let at = kind.length + 1; at < token.length; at += 1) {
      const typo = token.slice(0, at) + (token[at] === '0' ? '1' : '0') + token.slice(at + 1);
      expect(isWellFormedToken(kind, typo)).toBe(false);
    }
  });
});

describe('reading a token', () => {
  const kinds: TokenKind[] = ['cc_at', 'cc_rt', 'cc_cs'];

  it('takes whatever was issued, and never text that merely looks like it', () => {
    const bytes = fc.uint8Array({ minLength: 32, maxLength: 32 });
    fc.assert(
      fc.property(fc.constantFrom(...kinds), bytes, fc.string(), fc.nat(), (kind, secret, noise, at) => {
        const token = newToken({ random: () => secret }, kind);
        expect(isWellFormedToken(kind, token)).toBe(true);
        const place = at % (token.length + 1);
        for (const changed of [token.slice(0, place) + noise + token.slice(place), token.slice(0, place), token.slice(place), noise]) {
          expect(isWellFormedToken(kind, changed)).toBe(changed === token);
        }
      }),
    );
  });
});

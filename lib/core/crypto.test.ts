import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { deriveKeys, isWellFormedToken, newToken, open, seal, type TokenKind } from './crypto';

const random = (byteCount: number) => randomBytes(byteCount);
const secret = (fill: number) => Buffer.alloc(32, fill).toString('base64url');
const core = (current: number, previous?: number) => ({ random, keys: deriveKeys(secret(current), previous ? secret(previous) : null) });

describe('a sealed value', () => {
  it('opens with its purpose and key, and looks different each time', () => {
    const sealed = seal(core(1), 'purpose', 'text — ü');
    expect(open(core(1), 'purpose', sealed)).toBe('text — ü');
    expect(seal(core(1), 'purpose', 'text — ü')).not.toBe(sealed);
    expect(sealed).not.toContain('text');
  });

  it('does not open for another purpose, under another SECRET_KEY, cut or altered', () => {
    const sealed = seal(core(1), 'purpose', 'text');
    const flipped = sealed.slice(0, -2) + (sealed.at(-2) === 'A' ? 'B' : 'A') + sealed.slice(-1);
    expect(open(core(1), 'elsewhere', sealed)).toBeNull();
    expect(open(core(2), 'purpose', sealed)).toBeNull();
    for (const text of [flipped, sealed.slice(0, 20), sealed.replace('v1.', 'v2.'), '', 'v1.', 'v1.%%%']) {
      expect(open(core(1), 'purpose', text)).toBeNull();
    }
  });

  it('opens after SECRET_KEY changed while SECRET_KEY_PREVIOUS holds the old one, and not after that', () => {
    const sealed = seal(core(1), 'purpose', 'text');
    expect(open(core(2, 1), 'purpose', sealed)).toBe('text');
    expect(open(core(3, 2), 'purpose', sealed)).toBeNull();
  });
});

describe('checksummed tokens (contract §4)', () => {
  const kinds: TokenKind[] = ['cc_at', 'cc_rt', 'cc_cs', 'cc_us', 'cc_pk', 'cc_pat'];

  it.each(kinds)('%s: well formed as itself alone, and not with any one character changed', (kind) => {
    const token = newToken({ random }, kind);
    expect(kinds.filter((other) => isWellFormedToken(other, token))).toEqual([kind]);
    for (let at = kind.length + 1; at < token.length; at += 1) {
      const typo = token.slice(0, at) + (token[at] === '0' ? '1' : '0') + token.slice(at + 1);
      expect(isWellFormedToken(kind, typo)).toBe(false);
    }
  });
});

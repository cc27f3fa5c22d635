import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deriveKeys, open, seal } from './crypto';

const key = () => randomBytes(32).toString('base64url');
const core = (secretKey: string, previous: string | null = null) => ({
  keys: deriveKeys(secretKey, previous),
  random: (count: number) => randomBytes(count),
});

describe('a sealed secret', () => {
  it('opens again, at its place only', () => {
    const ours = core(key());
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (secret) => {
        const sealed = seal(ours, 'row/1', secret);
        expect(open(ours, 'row/1', sealed)).toBe(secret);
        expect(open(ours, 'row/2', sealed)).toBeNull();
      }),
    );
  });

  it('never looks the same twice, nor shows what it holds', () => {
    const ours = core(key());
    const [one, two] = [seal(ours, 'row/1', 'PKTEST123'), seal(ours, 'row/1', 'PKTEST123')];
    expect(one).not.toBe(two);
    expect(Buffer.from(one.slice(3), 'base64url').toString('latin1')).not.toContain('PKTEST123');
  });

  it('does not open when any part of it was changed', () => {
    const ours = core(key());
    const sealed = seal(ours, 'row/1', 'secret');
    const bytes = Buffer.from(sealed.slice(3), 'base64url');
    for (let i = 0; i < bytes.length; i += 1) {
      const changed = Buffer.from(bytes);
      changed[i] = (changed[i] ?? 0) ^ 1;
      expect(open(ours, 'row/1', `v1.${changed.toString('base64url')}`)).toBeNull();
    }
    for (const text of ['', 'v1.', 'v2.abc', sealed.slice(0, 20)]) expect(open(ours, 'row/1', text)).toBeNull();
  });

  it('opens with the previous key after SECRET_KEY was changed, and not with a stranger', () => {
    const [old, current] = [key(), key()];
    const sealed = seal(core(old), 'row/1', 'secret');
    expect(open(core(current, old), 'row/1', sealed)).toBe('secret');
    expect(open(core(current), 'row/1', sealed)).toBeNull();
    expect(open(core(old), 'row/1', seal(core(current, old), 'row/1', 'new'))).toBeNull();
  });
});

// The algebra of scopes, for any names in any order.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  BUNDLES,
  describeGranted,
  expandScopes,
  intersectScopes,
  isReadOnly,
  isScopeId,
  missingScopes,
  OFFLINE_ACCESS,
  parseScope,
  READ_SCOPES,
  SCOPE_IDS,
} from './scopes';

const known = fc.constantFrom(...SCOPE_IDS, ...Object.keys(BUNDLES), OFFLINE_ACCESS);
const name = fc.oneof({ weight: 4, arbitrary: known }, fc.constantFrom('__proto__', 'constructor', 'openid', 'ORDERS:TRADE'), fc.string());
const names = fc.array(name);
const ids = fc.subarray([...SCOPE_IDS]);
const space = fc.constantFrom(' ', '  ', '\t', '\n', '\u00a0');

describe('reading a scope value', () => {
  it('gives known names once each, in the order sent, whatever stands between and around them', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(name, space)), (sent) => {
        const read = parseScope(sent.map(([word, gap]) => gap + word + gap).join(''));
        const words = sent.flatMap(([word]) => word.split(/\s+/));
        expect(read).toEqual(
          [...new Set(words)].filter((word) => isScopeId(word) || Object.hasOwn(BUNDLES, word) || word === OFFLINE_ACCESS),
        );
      }),
    );
  });

  it('means only ids of the catalogue, in its order, and nothing more when read again', () => {
    fc.assert(
      fc.property(names, (sent) => {
        const expanded = expandScopes(sent);
        expect(expanded).toEqual(SCOPE_IDS.filter((id) => expanded.includes(id)));
        expect(expandScopes(expanded)).toEqual(expanded);
        expect(expandScopes([...sent].reverse())).toEqual(expanded);
        for (const id of expanded) {
          expect(
            sent.some(
              (one) => one === id || Object.entries(BUNDLES).some(([bundle, all]) => one === bundle && all.some((its) => its === id)),
            ),
          ).toBe(true);
        }
      }),
    );
  });
});

describe('narrowing', () => {
  it('never gives more than either side, is the same from both sides, and narrowing again changes nothing', () => {
    fc.assert(
      fc.property(names, ids, ids, (left, right, third) => {
        const both = intersectScopes(left, right);
        expect(both.every((id) => left.includes(id) && right.includes(id))).toBe(true);
        expect(intersectScopes(right, left)).toEqual(both);
        expect(intersectScopes(both, right)).toEqual(both);
        expect(intersectScopes(intersectScopes(left, right), third)).toEqual(intersectScopes(left, intersectScopes(right, third)));
      }),
    );
  });

  it('what is missing and what is held make up what is wanted', () => {
    fc.assert(
      fc.property(names, ids, (wanted, held) => {
        const missing = missingScopes(wanted, held);
        expect(missing.some((id) => held.includes(id))).toBe(false);
        expect(expandScopes([...missing, ...intersectScopes(expandScopes(wanted), held)])).toEqual(expandScopes(wanted));
        expect(missingScopes(wanted, [...held, ...missing])).toEqual([]);
      }),
    );
  });
});

describe('what a token’s scope says', () => {
  it('means exactly what was granted, and repeats a name only where all of it was', () => {
    fc.assert(
      fc.property(fc.uniqueArray(known), ids, (asked, granted) => {
        const said = describeGranted(asked, granted);
        expect(expandScopes(said)).toEqual(SCOPE_IDS.filter((id) => granted.includes(id)));
        for (const one of said) expect(expandScopes([one]).every((id) => granted.includes(id))).toBe(true);
        expect(new Set(said).size).toBe(said.length);
      }),
    );
  });

  it('reads only exactly when nothing outside the read list is in it', () => {
    fc.assert(fc.property(ids, (some) => isReadOnly(some) === some.every((id) => READ_SCOPES.some((read) => read === id))));
  });
});

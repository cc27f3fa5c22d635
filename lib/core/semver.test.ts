import { describe, expect, it } from 'vitest';
import { isSemver, isVersionBelow } from './semver';

describe('versions', () => {
  it('are ordered as semver.org orders them', () => {
    const ordered = [
      '0.9.9',
      '1.0.0-alpha',
      '1.0.0-alpha.1',
      '1.0.0-alpha.beta',
      '1.0.0-beta.2',
      '1.0.0-beta.11',
      '1.0.0-rc.1',
      '1.0.0',
      '1.0.1',
      '1.2.0',
      '1.10.0',
      '2.0.0',
    ];
    ordered.forEach((one, index) => {
      ordered.forEach((other, place) => {
        expect(isVersionBelow(one, other), `${one} below ${other}`).toBe(index < place);
      });
    });
    expect(isVersionBelow('1.0.0+build.7', '1.0.0')).toBe(false);
    expect(isVersionBelow('yesterday', '0.0.1')).toBe(true);
  });

  it.each(['1', '1.2', 'v1.2.3', '1.2.3-', '1.2.3 ', '1.2.x', ''])('%j is none', (text) => expect(isSemver(text)).toBe(false));
});

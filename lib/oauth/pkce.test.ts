import fc from 'fast-check';
import { expect, it } from 'vitest';
import { challengeOf, isWellFormedChallenge } from './pkce';

const unreserved = fc.constantFrom(...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~');

it('RFC 7636 appendix B: the example verifier gives the example challenge', () => {
  expect(challengeOf('dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk')).toBe('E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM');
});

it('every verifier of 43 to 128 unreserved characters has a well-formed challenge, no other has one', () => {
  fc.assert(
    fc.property(fc.string({ unit: unreserved, maxLength: 140 }), (verifier) => {
      const challenge = challengeOf(verifier);
      return verifier.length >= 43 && verifier.length <= 128 ? challenge !== null && isWellFormedChallenge(challenge) : challenge === null;
    }),
  );
  for (const verifier of [`${'a'.repeat(50)} `, 'ä'.repeat(50), `${'a'.repeat(50)}\n`, `${'a'.repeat(50)}+`])
    expect(challengeOf(verifier)).toBeNull();
});

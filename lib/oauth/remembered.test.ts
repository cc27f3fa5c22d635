import fc from 'fast-check';
import { expect, it } from 'vitest';
import { NO_LIMITS } from '@/lib/grants/schema';
import { READ_SCOPES, SCOPE_IDS } from '@/lib/grants/scopes';
import { isConsentRemembered } from './remembered';

const asked = fc.record({
  scopes: fc.subarray([...SCOPE_IDS], { minLength: 1 }),
  redirectUri: fc.constantFrom('https://app.example/cb', 'http://localhost/cb', 'cursor://cb', 'httpsx://cb'),
  isPageRequested: fc.boolean(),
  isOwnKey: fc.boolean(),
  isVerified: fc.boolean(),
  hasAccounts: fc.boolean(),
});
const remembered = fc.option(fc.subarray([...SCOPE_IDS]).map((scopes) => ({ scopes, accountIds: [], limits: NO_LIMITS, endsAt: null })));

it('answers exactly as contract §4 says, for every combination', () => {
  fc.assert(
    fc.property(asked, remembered, (question, memory) => {
      const isGranted = memory !== null && question.scopes.every((id) => memory.scopes.includes(id));
      const isReading = question.scopes.every((id) => (READ_SCOPES as readonly string[]).includes(id));
      const a = question.redirectUri.startsWith('https:') && (isReading || question.isOwnKey || question.isVerified);
      const b = isReading && question.isOwnKey;
      const expected = isGranted && (a || b) && !question.isPageRequested && question.hasAccounts;
      return isConsentRemembered(question, memory) === expected;
    }),
    { numRuns: 2000 },
  );
});

it('never without a memory', () => {
  const question = { scopes: ['account:read'], redirectUri: 'https://a.example', isPageRequested: false, isOwnKey: true, isVerified: true };
  expect(isConsentRemembered({ ...question, hasAccounts: true }, null)).toBe(false);
});

import { expect, it } from 'vitest';
import { scopesInWords } from './scope-words';

it('permissions come to one or two plain sentences, and what cannot trade says so', () => {
  expect(scopesInWords(['account:read', 'market:read', 'research:read'])).toBe('Reads accounts, prices, and research. Cannot trade.');
  expect(scopesInWords(['account:read', 'orders:trade', 'alerts:write'])).toBe('Reads accounts. Can place orders and send alerts.');
  expect(scopesInWords(['strategy:write'])).toBe('Can write strategies. Cannot trade.');
  expect(scopesInWords([])).toBe('Nothing any more.');
});

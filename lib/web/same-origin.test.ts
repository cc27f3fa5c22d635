import { expect, it } from 'vitest';
import { isForeign } from './same-origin';

const hosted = { appUrl: 'https://center.example', isLoopback: false };
const local = { appUrl: 'http://localhost:3000', isLoopback: true };

function from(settings: typeof hosted, headers: Record<string, string>): boolean {
  return isForeign(settings, new Request('http://any.example/', { method: 'POST', headers }));
}

it.each([
  ['our own page', { origin: 'https://center.example', 'sec-fetch-site': 'same-origin' }, false],
  ['our own page, older browser', { origin: 'https://center.example' }, false],
  ['a program', {}, false],
  ['another site', { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }, true],
  ['another site, older browser', { origin: 'https://evil.example' }, true],
  ['a sibling host', { origin: 'https://x.center.example', 'sec-fetch-site': 'same-site' }, true],
  ['a browser that hides the origin', { origin: 'null', 'sec-fetch-site': 'same-origin' }, true],
  ['our origin, although cross-site', { origin: 'https://center.example', 'sec-fetch-site': 'cross-site' }, true],
  ['a browser without an origin', { 'sec-fetch-site': 'same-origin' }, true],
  ['the same host over http', { origin: 'http://center.example' }, true],
  ['a longer host', { origin: 'https://center.example.evil.example' }, true],
  ['loopback, while hosted', { origin: 'http://localhost:3000' }, true],
])('%s', (_, headers, foreign) => {
  expect(from(hosted, headers as Record<string, string>)).toBe(foreign);
});

it('the other names of loopback are ours on our port only', () => {
  expect(from(local, { origin: 'http://127.0.0.1:3000' })).toBe(false);
  expect(from(local, { origin: 'http://[::1]:3000' })).toBe(false);
  expect(from(local, { origin: 'http://127.0.0.1:3001' })).toBe(true);
  expect(from(local, { origin: 'http://evil.example:3000' })).toBe(true);
});

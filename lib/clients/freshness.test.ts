import { expect, it } from 'vitest';
import { freshSeconds } from './freshness';

const none = { cacheControl: '', age: '', expires: '', date: '' };

it.each([
  ['nothing said', none, 300],
  ['max-age', { ...none, cacheControl: 'public, max-age=3600' }, 3600],
  ['max-age in capitals and quotes', { ...none, cacheControl: 'Max-Age="3600"' }, 3600],
  ['the age it already has', { ...none, cacheControl: 'max-age=3600', age: '600' }, 3000],
  ['older than its age', { ...none, cacheControl: 'max-age=3600', age: '9000' }, 300],
  ['a short max-age', { ...none, cacheControl: 'max-age=1' }, 300],
  ['a long max-age', { ...none, cacheControl: 'max-age=31536000' }, 86_400],
  ['no-store', { ...none, cacheControl: 'no-store, max-age=3600' }, 300],
  ['no-cache', { ...none, cacheControl: 'max-age=3600, no-cache="x"' }, 300],
  ['Expires', { ...none, expires: 'Tue, 01 Jan 2030 02:00:00 GMT', date: 'Tue, 01 Jan 2030 00:00:00 GMT' }, 7200],
  [
    'max-age before Expires',
    { ...none, cacheControl: 'max-age=600', expires: 'Tue, 01 Jan 2030 02:00:00 GMT', date: 'Tue, 01 Jan 2030 00:00:00 GMT' },
    600,
  ],
  ['Expires in the past', { ...none, expires: '0', date: 'Tue, 01 Jan 2030 00:00:00 GMT' }, 300],
  ['nonsense', { ...none, cacheControl: 'max-age=soon, s-maxage=9', age: 'x', expires: 'x', date: 'x' }, 300],
])('CM-7: %s', (_what, headers, seconds) => {
  expect(freshSeconds(headers)).toBe(seconds);
});

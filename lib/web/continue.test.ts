import { expect, it } from 'vitest';
import { localPath, withContinue } from './continue';

it.each([
  '/',
  '/account',
  '/oauth/consent?request=req_1',
  '/oauth/authorize?client_id=https%3A%2F%2Fclient.example%2Fc.json&redirect_uri=https%3A%2F%2Fclient.example%2Fcb&state=a%20b',
  '/ai-clients?q=%2F%2Fevil.example#top',
  '/a/b%20c'.replace('%20', '-'),
])('%s is a place to continue at', (path) => {
  expect(localPath(path)).toBe(path);
});

it.each([
  undefined,
  '',
  'account',
  '//evil.example',
  '///evil.example',
  '/\\evil.example',
  '\\/evil.example',
  '/\\/evil.example',
  'https://evil.example',
  'https:evil.example',
  'javascript:alert(1)',
  'data:text/html,x',
  '/\t/evil.example',
  '/\n/evil.example',
  '/ /evil.example',
  ' //evil.example',
  '/\0/evil.example',
  '/\u0085/evil.example',
  '/\u2028/evil.example',
  '/.//evil.example',
  '/..//evil.example',
  '/x/..//evil.example',
  '/%2e%2e//evil.example',
  '/%2f/evil.example'.replace('/%2f/', '/%2f'),
  '/%2F%2Fevil.example',
  '/%5cevil.example',
  '/%255cevil.example',
  '/%252f%252fevil.example',
  '/%09/evil.example',
  '/%0d%0aSet-Cookie:x=1',
  '/%00',
  '/%zz',
  '/%ff',
  `/${'a'.repeat(2000)}`,
  '/sign-in',
  '/sign-in?continue=%2Fsign-in',
  '/sign-up',
  '/sign-out',
  '/x/../sign-out',
])('%j is not', (text) => {
  expect(localPath(text)).toBeNull();
});

it('what waits is carried in the address, the front page needs no mention', () => {
  expect(withContinue('/sign-in', { target: '/' })).toBe('/sign-in');
  expect(withContinue('/sign-in', { target: '/oauth/consent?request=1&x=2', isSwitch: true })).toBe(
    '/sign-in?continue=%2Foauth%2Fconsent%3Frequest%3D1%26x%3D2&switch=1',
  );
});

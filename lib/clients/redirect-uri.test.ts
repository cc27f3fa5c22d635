import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { explainDifference } from './redirect-difference';
import { destinationOf, formTarget, isLoopbackRedirect, redirectUriMatches, redirectUriProblem, withoutLoopbackPort } from './redirect-uri';

const APP_URL = 'https://cc.example';
const problem = (text: string) => redirectUriProblem(text, APP_URL);

describe('AZ-4 a redirect URI as typed by the owner of a key', () => {
  it.each([
    'https://claude.ai/api/mcp/auth_callback',
    'https://app.example',
    'https://app.example:8443/cb?tenant=1',
    'http://localhost/callback',
    'http://localhost:3118/callback',
    'http://127.0.0.1:33418/',
    'http://[::1]:8080/cb',
    'cursor://anysphere.cursor-mcp/oauth/callback',
    'com.example.app:/oauth2redirect',
    'https://cc.example/auth/callback',
  ])('accepts %s', (uri) => expect(problem(uri)).toBeNull());

  it.each([
    ['', /Enter the address/],
    ['app.example/callback', /Start the address with https/],
    ['localhost:3000/callback', /https|callback/],
    ['javascript:alert(1)', /never accepted/],
    ['JaVaScRiPt:alert(1)', /never accepted/],
    ['data:text/html,x', /never accepted/],
    ['file:///etc/passwd', /never accepted/],
    ['blob:https://a.example/1', /never accepted/],
    ['vbscript:x', /never accepted/],
    ['java\u0000script:alert(1)', /control character/],
    ['https://a.example/\u0000', /control character/],
    ['https://a.example/\n', /control character/],
    ['https://a.example/a b', /space/],
    ['https://\u0430pp.example/cb', /U\+0430/],
    ['https://app.exam\u200bple/cb', /invisible character \(U\+200B\)/],
    ['https://app.example/<script>', /</],
    ['https://app.example/cb#frag', /fragment/],
    ['https://*.app.example/cb', /wildcard/],
    ['https://user@app.example/cb', /user name/],
    ['https://user:pw@app.example/cb', /user name/],
    ['http://app.example/cb', /Use https/],
    ['http://127.0.0.1.evil.test/cb', /Use https/],
    ['http://localhost@evil.test/cb', /user name/],
    ['http://2130706433/cb', /Write the host as 127\.0\.0\.1/],
    ['http://0x7f.1/cb', /Write the host as 127\.0\.0\.1/],
    ['https://App.Example/cb', /Write the host as app\.example/],
    ['HTTPS://app.example/cb', /lower case/],
    ['https:app.example/cb', /with its host/],
    ['https:///cb', /with its host/],
    ['https://app.example:99999/cb', /host or port/],
    ['https://app.example:/cb', /host or port/],
    ['https://app.example/a/../cb', /without \. or \.\./],
    ['https://app.example/%zz', /hexadecimal/],
    ['https://app.example/cb?code=1', /code=/],
    ['https://cc.example/mcp', /MCP address/],
    ['https://cc.example/mcp/', /MCP address/],
    ['cursor:', /whole address/],
    [`https://app.example/${'a'.repeat(2100)}`, /2,048/],
  ])('refuses %j and says why', (uri, message) => expect(problem(uri)).toMatch(message));

  it('recognises the MCP address of an installation on this computer under its other names', () => {
    expect(redirectUriProblem('http://127.0.0.1:3000/mcp', 'http://localhost:3000')).toMatch(/MCP address/);
    expect(redirectUriProblem('http://localhost:4000/mcp', 'http://localhost:3000')).toBeNull();
  });

  it('answers any text with a sentence or nothing, and never throws', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.webUrl({ withFragments: true, withQueryParameters: true })), (text) => {
        const answer = problem(text);
        return answer === null || answer.endsWith('.');
      }),
    );
  });

  it('accepts nothing that a URL parser reads as another host than the text shows', () => {
    const host = fc.constantFrom(
      '127.0.0.1',
      'localhost',
      '0x7f.1',
      '127.1',
      'a.example',
      'A.example',
      'xn--a.example',
      '[::1]',
      'ⓐ.example',
    );
    fc.assert(
      fc.property(fc.constantFrom('http', 'https'), host, fc.webPath(), (scheme, name, path) => {
        const uri = `${scheme}://${name}${path}`;
        return problem(uri) !== null || new URL(uri).hostname === name;
      }),
    );
  });
});

describe('AZ-2 exact string match', () => {
  const registered = 'https://app.example/callback';
  it.each([
    `${registered}/`,
    `${registered}?x=1`,
    `${registered}#`,
    'https://APP.example/callback',
    'https://app.example/a/..%2fcallback',
    'https://user@app.example/callback',
    'https://other.example/callback',
    'https://app.example:443/callback',
    'http://app.example/callback',
    'https://app.example/Callback',
    ' https://app.example/callback',
  ])('refuses %j', (sent) => expect(redirectUriMatches(registered, sent)).toBe(false));

  it('matches itself and, off loopback, nothing else', () => {
    fc.assert(
      fc.property(fc.webUrl(), fc.string(), (uri, suffix) => {
        fc.pre(!isLoopbackRedirect(uri));
        return redirectUriMatches(uri, uri) && redirectUriMatches(uri, uri + suffix) === (suffix === '');
      }),
    );
  });
});

describe('AZ-3 and T12 the port of a loopback address may differ, nothing else', () => {
  it.each([
    ['http://localhost/callback', 'http://localhost:3118/callback', true],
    ['http://localhost:33418/callback', 'http://localhost:50000/callback', true],
    ['http://localhost:33418/callback', 'http://localhost/callback', true],
    ['http://127.0.0.1/', 'http://127.0.0.1:33418/', true],
    ['http://127.0.0.1/', 'http://127.0.0.1:33418', false],
    ['http://[::1]/cb', 'http://[::1]:9/cb', true],
    ['http://localhost/callback', 'http://127.0.0.1:3118/callback', false],
    ['http://localhost/callback', 'https://localhost:3118/callback', false],
    ['http://localhost/callback', 'http://localhost:3118/other', false],
    ['http://localhost/callback', 'http://localhost:3118/callback?x=1', false],
    ['http://localhost/callback', 'http://localhost.evil.test:3118/callback', false],
    ['http://127.0.0.1/callback', 'http://127.0.0.1.evil.test/callback', false],
    ['http://localhost/callback', 'http://localhost@evil.test/callback', false],
    ['http://localhost/callback', 'http://localhost:1@evil.test/callback', false],
    ['http://localhost/callback', 'http://localhost:99999/callback', false],
    ['http://localhost/callback', 'http://LOCALHOST:3118/callback', false],
    ['https://localhost/callback', 'https://localhost:3118/callback', false],
  ])('%s registered, %s sent: %s', (registered, sent, expected) => expect(redirectUriMatches(registered, sent)).toBe(expected));

  it('holds for every pair of ports and every path', () => {
    const host = fc.constantFrom('127.0.0.1', '[::1]', 'localhost');
    const port = fc.option(fc.integer({ min: 1, max: 65_535 }), { nil: undefined });
    const at = (name: string, number: number | undefined, path: string) =>
      `http://${name}${number === undefined ? '' : `:${number}`}${path}`;
    fc.assert(
      fc.property(host, host, port, port, fc.webPath(), fc.webPath(), (a, b, p, q, x, y) => {
        const expected = a === b && x === y;
        const matches = redirectUriMatches(at(a, p, x), at(b, q, y));
        return matches === expected && (!matches || withoutLoopbackPort(at(a, p, x)) === withoutLoopbackPort(at(b, q, y)));
      }),
    );
  });
});

describe('how two addresses differ, in words', () => {
  it.each([
    ['https://a.example/cb/', 'https://a.example/cb', 'trailing_slash'],
    ['https://a.example/cb', 'https://a.example/cb/', 'trailing_slash'],
    ['http://127.0.0.1:5000/cb/', 'http://127.0.0.1/cb', 'trailing_slash'],
    ['http://a.example/cb', 'https://a.example/cb', 'scheme'],
    ['http://127.0.0.1/cb', 'http://localhost/cb', 'loopback_host'],
    ['https://A.example/cb', 'https://a.example/cb', 'upper_case'],
    ['https://b.example/cb', 'https://a.example/cb', 'host'],
    ['https://a.example:1/cb', 'https://a.example/cb', 'port'],
    ['https://a.example/other', 'https://a.example/cb', 'path'],
    ['https://a.example/cb?x=1', 'https://a.example/cb', 'query'],
    ['https://a.example/cb#x', 'https://a.example/cb', 'fragment'],
    ['https://u@a.example/cb', 'https://a.example/cb', 'user_info'],
    ['nonsense', 'https://a.example/cb', 'other'],
  ])('%s against %s: %s', (sent, registered, kind) => expect(explainDifference(sent, [registered])).toMatchObject({ kind, registered }));

  it('compares with the closest address of several', () => {
    expect(explainDifference('https://a.example/cb/', ['https://b.example/', 'https://a.example/cb'])?.kind).toBe('trailing_slash');
  });

  it('repeats no registered host or path', () => {
    const found = explainDifference('https://evil.test/x', ['https://secret-internal.example/very/private']);
    expect(found?.sentence).not.toMatch(/secret-internal|private/);
  });

  it('reads any two strings without failing', () => {
    fc.assert(fc.property(fc.string(), fc.string(), (left, right) => left === right || explainDifference(left, [right]) !== null));
  });
});

it('names where the browser ends up, and what a form must be allowed to reach', () => {
  expect([destinationOf('https://claude.ai/x'), formTarget('https://claude.ai/x')]).toEqual(['claude.ai', 'https://claude.ai']);
  expect([destinationOf('http://localhost:1/x'), formTarget('http://localhost:1/x')]).toEqual(['localhost:1', 'http://localhost:1']);
  expect(formTarget('http://[::1]:1/x')).toBe('http:');
  expect([destinationOf('cursor://a/b'), formTarget('cursor://a/b')]).toEqual(['the app that opens cursor: links', 'cursor:']);
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readDocumentUrl } from './document-url';

describe('CM-1: what a client_id URL may be', () => {
  it.each([
    'https://claude.ai/oauth/mcp-oauth-client-metadata',
    'https://chatgpt.com/oauth/codex/a_i5wvGYQhYa/client.json',
    'https://app.example:8443/client.json',
    'https://app.example/client.json?v=2',
    'https://app.example/client/',
    'https://app.example/.well-known/client',
    'https://xn--bcher-kva.example/c',
  ])('takes %s', (text) => {
    expect(readDocumentUrl(text)?.href).toBe(text);
  });

  it.each([
    ['http', 'http://app.example/client.json'],
    ['another scheme', 'ftp://app.example/client.json'],
    ['no path', 'https://app.example'],
    ['an empty path', 'https://app.example/'],
    ['a query instead of a path', 'https://app.example?client.json'],
    ['a fragment', 'https://app.example/client.json#a'],
    ['an empty fragment', 'https://app.example/client.json#'],
    ['a user', 'https://user@app.example/client.json'],
    ['a user and password', 'https://user:pass@app.example/client.json'],
    ['an empty user', 'https://@app.example/client.json'],
    ['a dot segment', 'https://app.example/a/./client.json'],
    ['two dots', 'https://app.example/a/../client.json'],
    ['two dots at the end', 'https://app.example/a/..'],
    ['encoded dots', 'https://app.example/a/%2e%2E/client.json'],
    ['capitals in the host', 'https://App.example/client.json'],
    ['a capital scheme', 'HTTPS://app.example/client.json'],
    ['a back slash', 'https://app.example\\client.json'],
    ['a tab', 'https://app.\texample/client.json'],
    ['white space around', ' https://app.example/client.json'],
    ['one slash', 'https:/app.example/client.json'],
    ['an empty port', 'https://app.example:/client.json'],
    ['a port too high', 'https://app.example:65536/client.json'],
    ['a decimal address', 'https://2130706433/client.json'],
    ['a hexadecimal address', 'https://0x7f000001/client.json'],
    ['an octal address', 'https://0177.0.0.1/client.json'],
    ['a short address', 'https://127.1/client.json'],
    ['letters of another script', 'https://bücher.example/client.json'],
    ['more than 2,048 characters', `https://app.example/${'a'.repeat(2048)}`],
    ['nothing', ''],
  ])('refuses %s', (_what, text) => {
    expect(readDocumentUrl(text)).toBeNull();
  });

  it('never takes a text that a URL parser reads differently, and never throws', () => {
    const anything = fc.oneof(
      fc.string(),
      fc.webUrl({ withFragments: true, withQueryParameters: true }),
      fc.string().map((rest) => `https://a.example/${rest}`),
    );
    fc.assert(
      fc.property(anything, (text) => {
        const url = readDocumentUrl(text);
        return url === null || (url.href === text && url.protocol === 'https:' && url.hash === '' && !/\/\.{1,2}(\/|$)/.test(url.pathname));
      }),
    );
  });
});

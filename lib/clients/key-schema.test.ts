import { describe, expect, it } from 'vitest';
import { NewKey } from './key-schema';

const input = (changes: Record<string, unknown>) => ({
  name: 'My key',
  redirectUris: ['https://example.com/callback'],
  scopes: ['account:read'],
  isConfidential: false,
  ...changes,
});

function problem(changes: Record<string, unknown>) {
  const issue = NewKey.safeParse(input(changes)).error?.issues[0];
  return issue && `${issue.path.join('.')}: ${issue.message}`;
}

describe('the name of a key', () => {
  it('is trimmed and normalised, and markup in it is just text', () => {
    const name = '  Cafe\u0301 <script>alert(1)</script> 安全 ';
    expect(NewKey.parse(input({ name })).name).toBe('Café <script>alert(1)</script> 安全');
  });

  it.each([
    ['a null byte', 'Claude\0'],
    ['a line break', 'Claude\nInc'],
    ['a right-to-left override', 'Claude\u202Eedualc'],
    ['a zero-width space', 'Cla\u200Bude'],
    ['a Hangul filler', 'Claude\u3164'],
    ['a braille blank', '\u2800'],
    ['a byte order mark inside', 'Cl\uFEFFaude'],
    ['a tag character', 'Claude\u{E0041}'],
    ['a lone surrogate', 'Claude\uD800'],
    ['a private-use letter', 'Claude\uE000'],
  ])('is refused with %s', (_, name) => {
    expect(problem({ name })).toBe('name: Use visible characters only: this name contains a hidden or control character.');
  });

  it('has 1 to 80 characters, counted as people count them', () => {
    expect(problem({ name: '   ' })).toMatch(/^name: Give the key a name/);
    expect(problem({ name: undefined })).toMatch(/^name: Give the key a name/);
    expect(problem({ name: '😀'.repeat(80) })).toBeUndefined();
    expect(problem({ name: 'x'.repeat(81) })).toBe('name: Use at most 80 characters.');
    expect(problem({ name: `Z${'\u0316'.repeat(9)}` })).toMatch(/fewer accents/);
  });
});

describe('permissions and addresses of a key', () => {
  it('come in catalogue order without repetition', () => {
    expect(NewKey.parse(input({ scopes: ['market:read', 'account:read', 'market:read'] })).scopes).toEqual(['account:read', 'market:read']);
  });

  it.each([
    [{ scopes: [] }, 'scopes: Choose at least one permission.'],
    [{ scopes: ['admin'] }, 'scopes.0: This is not a permission of ours.'],
    [{ scopes: 'account:read' }, 'scopes: Choose at least one permission.'],
    [{ redirectUris: [] }, 'redirectUris: Enter at least one redirect URI.'],
    [{ redirectUris: ['https://a.example/cb', ' '] }, 'redirectUris.1: Enter the redirect URI of your client.'],
    [
      { redirectUris: Array.from({ length: 11 }, (_, n) => `https://a.example/${n}`) },
      'redirectUris: A key can have at most 10 redirect URIs.',
    ],
    [{ redirectUris: [`https://a.example/${'x'.repeat(2000)}`] }, 'redirectUris.0: Use at most 2000 characters.'],
    [{ isConfidential: 'yes' }, 'isConfidential: Choose a client type.'],
  ])('%j is refused where it is wrong', (changes, message) => {
    expect(problem(changes)).toBe(message);
  });

  it('take no unknown input', () => {
    expect(NewKey.safeParse(input({ ownerId: 'usr_other' })).success).toBe(false);
  });
});

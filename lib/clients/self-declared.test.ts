import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UNSEEN } from '@/lib/core/visible-name';
import { identityOf } from './known-platforms';
import { plainName } from './self-declared';

describe('a name that an app gave itself (T4)', () => {
  it.each([
    ['Claude Code', 'Claude Code'],
    ['  a \n\t b  ', 'a b'],
    ['Bank\u202eknaB', 'Bank knaB'],
    ['zero\u200bwidth\u0000', 'zero width'],
    ['<img onerror=alert(1)>', '<img onerror=alert(1)>'],
    ['a'.repeat(200), 'a'.repeat(80)],
    ['Z\u0351\u0352\u0357\u035balgo', 'Z\u0351\u0352algo'],
    ['日本語アプリ', '日本語アプリ'],
    ['', 'fallback'],
    ['\u2066\u2069\ufeff', 'fallback'],
    ['\u2800\u3164\u115f\uffa0\u034f', 'fallback'],
    ['Claude\u3164', 'Claude'],
  ])('%j is shown as %j', (name, shown) => {
    expect(plainName(name, 'fallback')).toBe(shown);
  });

  it('is one line of at most 80 characters without anything invisible, whatever was sent', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (name) => {
        const shown = plainName(name, 'fallback');
        return [...shown].length <= 80 && shown !== '' && !UNSEEN.test(shown);
      }),
    );
  });
});

describe('the verified mark', () => {
  const row = { id: 'dyn_1', kind: 'dynamic', name: 'Totally Official Bank', redirectUris: ['https://claude.ai/api/mcp/auth_callback'] };

  it('stands beside the name of the platform, never beside one that the client chose', () => {
    expect(identityOf(row)).toEqual({ name: 'Claude', isVerified: true, publisherHost: null });
    expect(identityOf({ ...row, id: 'https://claude.ai/oauth/claude-code-client-metadata', kind: 'metadata' })).toEqual({
      name: 'Claude Code',
      isVerified: true,
      publisherHost: 'claude.ai',
    });
  });

  it.each([
    ['another address besides', ['https://claude.ai/api/mcp/auth_callback', 'https://evil.test/cb']],
    ['a loopback address besides', ['https://vscode.dev/redirect', 'http://127.0.0.1/']],
    ['two platforms', ['https://claude.ai/api/mcp/auth_callback', 'https://vscode.dev/redirect']],
    ['almost the callback', ['https://claude.ai/api/mcp/auth_callback/']],
    ['the callback with a query', ['https://claude.ai/api/mcp/auth_callback?x=1']],
    ['an own path on the host', ['https://chatgpt.com/connector/oauth/a/b']],
    ['a name of every object', ['constructor']],
    ['no address', []],
  ])('is not given for %s', (_what, redirectUris) => {
    expect(identityOf({ ...row, redirectUris })).toEqual({ name: 'Totally Official Bank', isVerified: false, publisherHost: null });
  });

  it('is not given for a page that somebody else publishes on a well-known host, nor for keys', () => {
    const id = 'https://github.com/someone/cli/client-metadata.json';
    expect(identityOf({ ...row, id, kind: 'metadata' })).toMatchObject({ isVerified: false, publisherHost: 'github.com' });
    expect(identityOf({ ...row, kind: 'static' })).toMatchObject({ isVerified: false, publisherHost: null });
  });
});

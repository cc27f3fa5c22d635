import { describe, expect, it } from 'vitest';
import { redirectUriProblem } from '@/lib/clients/redirect-uri';
import { PLATFORMS, platformCallbacks } from './platform-callbacks';

const APP_URL = 'https://cc.example';

describe('the list of platform callbacks', () => {
  it.each(PLATFORMS)('$name: every address is one that a key could register, and no pattern', ({ callbacks }) => {
    expect(callbacks.map((uri) => redirectUriProblem(uri, APP_URL))).toEqual(callbacks.map(() => null));
  });

  it('takes further exact ones from the operator’s file (PLATFORM_CALLBACKS)', () => {
    const text = JSON.stringify([{ name: 'Acme', callbacks: ['https://acme.example/callback'] }]);
    expect(platformCallbacks(text, APP_URL)).toContain('https://acme.example/callback');
    expect(platformCallbacks(null, APP_URL)).not.toContain('https://acme.example/callback');
  });

  it.each([
    ['{', /not valid JSON/],
    ['{}', /must hold a list/],
    ['[{"name":"Acme","callbacks":[]}]', /at 0\.callbacks/],
    ['[{"name":"Acme","callbacks":["https://*.acme.example/"]}]', /of Acme cannot be used/],
    ['[{"name":"Acme","callbacks":["http://acme.example/"]}]', /Use https/],
    ['[{"name":"Acme","callbacks":["javascript:alert(1)"]}]', /never accepted/],
  ])('%s stops the start and says why', (text, words) => {
    expect(() => platformCallbacks(text, APP_URL)).toThrow(words);
  });
});

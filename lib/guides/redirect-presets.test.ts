import { describe, expect, it } from 'vitest';
import { NewKey } from '@/lib/clients/key-schema';
import { redirectUriProblem } from '@/lib/clients/redirect-uri';
import { REDIRECT_PRESETS } from './redirect-presets';

describe('redirect presets', () => {
  it.each(REDIRECT_PRESETS)('$label can be registered as it stands', ({ label, redirectUris }) => {
    const key = NewKey.safeParse({ name: label, redirectUris, scopes: ['account:read'], isConfidential: false });
    expect(key.error).toBeUndefined();
    expect(redirectUris.map((uri) => redirectUriProblem(uri, 'https://cc.example'))).toEqual(redirectUris.map(() => null));
  });
});

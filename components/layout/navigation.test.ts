import { describe, expect, it } from 'vitest';
import { isWithin, navigation } from './navigation';

describe('the navigation', () => {
  it('marks a page and what lies below it, not what merely begins alike', () => {
    expect([isWithin('/api-keys/new', '/api-keys'), isWithin('/api-keys-old', '/api-keys'), isWithin('/account', '/')]).toEqual([
      true,
      false,
      false,
    ]);
  });

  it('puts at most four pages on the phone bar', () => {
    expect(navigation.filter(({ isOnPhoneBar }) => isOnPhoneBar).length).toBeLessThanOrEqual(4);
  });
});

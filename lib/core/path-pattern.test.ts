import { describe, expect, it } from 'vitest';
import { matchPath } from './path-pattern';

const PATTERN = '/api/v1/accounts/{account_id}/orders';

describe('an address with parts that vary', () => {
  it('gives the parts by name, decoded', () => {
    expect(matchPath(PATTERN, '/api/v1/accounts/acc_1/orders')).toEqual({ account_id: 'acc_1' });
    expect(matchPath(PATTERN, '/api/v1/accounts/a%20b/orders')).toEqual({ account_id: 'a b' });
    expect(matchPath('/api/v1/token', '/api/v1/token')).toEqual({});
    expect(matchPath('/openapi.json', '/openapi.json')).toEqual({});
  });

  it.each([
    '/api/v1/accounts//orders',
    '/api/v1/accounts/a/b/orders',
    '/api/v1/accounts/a/orders/',
    '/x/api/v1/accounts/a/orders',
    '/api/v1/accounts/%00/orders',
    '/api/v1/accounts/%E0%A4/orders',
    '/api/v1/accounts/a%0Ab/orders',
    `/api/v1/accounts/${'a'.repeat(201)}/orders`,
  ])('%s is another address', (path) => {
    expect(matchPath(PATTERN, path)).toBeNull();
  });

  it('takes a dot for a dot', () => {
    expect(matchPath('/openapi.json', '/openapixjson')).toBeNull();
  });
});

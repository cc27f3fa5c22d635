import { describe, expect, it } from 'vitest';
import type { Connection } from '@/lib/grants/portal-schema';
import { DEFAULT_TRADE_RULES } from '@/lib/grants/trade-rules';
import { groupByClient, searchConnections } from './group-by-client';

const connection = (changes: Partial<Connection>): Connection => ({
  id: 'grt_1',
  clientId: 'key_a',
  clientName: 'Claude',
  isOwnKey: true,
  madeBy: null,
  isVerified: false,
  clientKind: 'static',
  publisherHost: null,
  isKeyDisabled: false,
  more: { scopes: [], accounts: [] },
  destination: 'claude.ai',
  scopes: ['account:read'],
  accounts: [{ id: 'acc_1', name: 'Paper', lastDigits: '4821', currency: 'USD', environment: 'paper', isTradingAllowed: false }],
  limits: { maxOrderValue: null, maxDailyValue: null, maxOrdersPerDay: null, approvalAbove: null },
  rules: DEFAULT_TRADE_RULES,
  hiddenFamilies: [],
  isPaused: false,
  createdAt: '2030-01-01T00:00:00.000Z',
  lastUsedAt: null,
  endsAt: null,
  ...changes,
});

describe('connections', () => {
  it('are grouped by client, in the order they come', () => {
    const list = [connection({ id: '1' }), connection({ id: '2', clientId: 'key_b', clientName: 'Cursor' }), connection({ id: '3' })];
    const groups = groupByClient(list).map(({ name, connections }) => [name, connections.map(({ id }) => id)]);
    expect(groups).toEqual([
      ['Claude', ['1', '3']],
      ['Cursor', ['2']],
    ]);
  });

  it.each([
    ['', 2],
    ['CLAUDE', 1],
    ['claude 4821', 1],
    ['orders:trade', 1],
    ['localhost', 1],
    ['nothing', 0],
  ])('searching for %j finds %i', (search, count) => {
    const cursor = connection({ clientName: 'Cursor', destination: 'localhost:8787', scopes: ['orders:trade'], accounts: [] });
    expect(searchConnections([connection({}), cursor], search)).toHaveLength(count);
  });
});

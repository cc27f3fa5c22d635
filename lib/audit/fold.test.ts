import { expect, it } from 'vitest';
import type { ActivityEntry } from './activity-schema';
import { fold } from './fold';

let sequence = 100;
function entry(
  clientId: string,
  detail: ActivityEntry['detail'] = { tool: 'get_quotes', outcome: 'ok' },
  name = 'tool.called',
): ActivityEntry {
  sequence -= 1;
  const rest = { clientName: clientId, grantId: null, address: null, at: '2030-01-01T00:00:00.000Z', previousHash: '', hash: '' };
  return { kind: 'entry', sequence, name, clientId, detail, ...rest };
}

it('calls of one client in a row are one line; a trade, a refusal and two calls stand by themselves', () => {
  const trade = entry('Claude', { summary: 'Buy 1 AAPL' }, 'trade.placed');
  const refused = entry('Claude', { tool: 'get_quotes', outcome: 'rate_limited' });
  const orders = { tool: 'list_orders', outcome: 'ok' };
  const calls = [entry('Claude'), entry('Claude', orders), entry('Claude', orders)];
  const other = [entry('Cursor'), entry('Cursor')];
  expect(fold([...calls, trade, entry('Claude'), refused, ...other])).toMatchObject([
    {
      kind: 'run',
      clientName: 'Claude',
      count: 3,
      tools: [
        { tool: 'list_orders', count: 2 },
        { tool: 'get_quotes', count: 1 },
      ],
      newest: calls[0]?.sequence,
      oldest: calls[2]?.sequence,
    },
    { name: 'trade.placed' },
    { kind: 'entry', name: 'tool.called' },
    { detail: { outcome: 'rate_limited' } },
    ...other,
  ]);
});

it('nothing is nothing', () => {
  expect(fold([])).toEqual([]);
});

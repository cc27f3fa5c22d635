import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { GET as exportRoute } from '@/app/api/activity/export/route';
import { GET as activityRoute } from '@/app/api/activity/route';
import { ActivityPage, filterQuery } from '@/lib/audit/activity-schema';
import { csvField } from '@/lib/audit/export';
import { appendEvent } from '@/lib/audit/queries/events';
import { insertUses } from '@/lib/grants/queries/uses';
import { serveWith } from '@/lib/testing/application';
import type { Browser } from '@/lib/testing/browser';
import { seedConnection } from '@/lib/testing/connection';
import { startTestServer } from '@/lib/testing/server';
import { cookieHeader, signedUpBrowser } from '@/lib/testing/sign-up';
import { activityFigures, callsOfKey, clientChoices } from './activity';
import type { PortalRoute } from './portal';

const { origin, ctx, application } = await startTestServer();
serveWith(application);

const browser = await signedUpBrowser(origin, 'ada@example.com');
const { id: userId } = await ctx.db.user.findUniqueOrThrow({ where: { email: 'ada@example.com' } });
const claude = await seedConnection(ctx, { userId, clientName: '=Claude' });
const stranger = await signedUpBrowser(origin, 'eve@example.com');

async function calls(count: number, call: Partial<{ tool: string; outcome: string; arguments: string }> = {}): Promise<void> {
  const { clientId, grantId } = claude;
  const one = { tool: 'get_quotes', outcome: 'ok', latencyMs: 5, arguments: '{"symbols":["MSFT"]}', ...call };
  const use = { userId, clientId, grantId, address: '192.0.2.7', at: ctx.now(), requestId: 'req_7', call: one };
  await insertUses(
    ctx,
    Array.from({ length: count }, () => use),
  );
}

const { clientId, grantId } = claude;
const trade = { userId, clientId, grantId, name: 'trade.placed', detail: { summary: 'Buy 1 AAPL', symbol: 'AAPL' } } as const;
await calls(450);
await appendEvent(ctx, trade);
await calls(2, { tool: 'list_orders', outcome: 'rate_limited', arguments: '{"symbol":"AAPL"}' });
await calls(5);
await appendEvent(ctx, { userId, name: 'key.created', clientId: claude.clientId, detail: { keyName: '@SUM(1)\t"x",\n100% _sure\\' } });

async function get(
  route: PortalRoute,
  query: Record<string, string | number | undefined>,
  as: Browser | null = browser,
): Promise<Response> {
  const headers = as ? { cookie: cookieHeader(as) } : undefined;
  return route(new Request(`${origin}/api/activity?${filterQuery(query)}`, { headers }), { params: Promise.resolve({}) });
}

const page = async (query: Record<string, string | number | undefined> = {}, as = browser) =>
  ActivityPage.parse(await (await get(activityRoute, query, as)).json());
const shortly = ({ lines }: ActivityPage) => lines.map((line) => (line.kind === 'run' ? line.count : line.name));

describe('the timeline', () => {
  it('folds calls in a row and shows everything else, newest first', async () => {
    const { lines, next } = await page();
    expect(shortly({ lines, next }).slice(0, 6)).toEqual(['key.created', 5, 'tool.called', 'tool.called', 'trade.placed', 450]);
    expect(lines[1]).toMatchObject({ kind: 'run', clientName: '=Claude', tools: [{ tool: 'get_quotes', count: 5 }] });
    expect(lines[2]).toMatchObject({
      detail: { outcome: 'rate_limited', requestId: 'req_7' },
      address: '192.0.2.7',
      hash: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(shortly({ lines, next })).toContain('account.created');
    expect(next).toBeNull();
  });

  it('opens a run, page by page, each entry once', async () => {
    const run = (await page()).lines[5];
    if (run?.kind !== 'run') throw new Error('no run');
    const seen: number[] = [];
    for (let before: number | null = run.newest + 1; before !== null; ) {
      const inside: ActivityPage = await page({ before, downTo: run.oldest });
      seen.push(...inside.lines.map((line) => (line.kind === 'entry' ? line.sequence : 0)));
      before = inside.next;
    }
    expect(seen).toEqual(Array.from({ length: 450 }, (_, index) => run.newest - index));
  });

  it.each<[Record<string, string>, unknown[]]>([
    [{ kind: 'trade' }, ['trade.placed']],
    [{ kind: 'refusal' }, ['tool.called', 'tool.called']],
    [{ kind: 'read', outcome: 'failed' }, ['tool.called', 'tool.called']],
    [{ kind: 'connection' }, ['key.created']],
    [{ kind: 'sign_in' }, ['session.started', 'account.created']],
    [{ search: 'aapl' }, ['tool.called', 'tool.called', 'trade.placed']],
    [{ search: '100%' }, []],
    [{ search: '_', kind: 'trade' }, []],
    [{ search: "' OR 1=1 --" }, []],
    [{ client: 'cli_nobody' }, []],
    [{ outcome: 'ok', kind: 'trade' }, ['trade.placed']],
    [{ from: '2030-01-03' }, []],
    [{ to: '2030-01-01' }, []],
    [{ from: '2030-01-02', to: '2030-01-02', kind: 'trade' }, ['trade.placed']],
    [{ kind: 'everything', from: 'yesterday', before: '-1', search: '\0' }, []],
  ])('filters by %o', async (filter, expected) => {
    if (filter.from === 'yesterday') {
      expect((await get(activityRoute, filter)).status).toBe(400); // the null byte
      expect(shortly(await page({ ...filter, search: '' }))).toEqual(shortly(await page())); // nonsense counts as not given
    } else expect(shortly(await page(filter))).toEqual(expected);
  });

  it('is the person’s own', async () => {
    expect(shortly(await page({ client: claude.clientId }, stranger))).toEqual([]);
    expect((await get(activityRoute, {}, null)).status).toBe(401);
    expect((await get(exportRoute, { format: 'json' }, null)).status).toBe(401);
    expect(await clientChoices(ctx, userId)).toEqual([{ id: claude.clientId, label: '=Claude' }]);
  });
});

it('the charts count calls by day and client', async () => {
  ctx.clock.advanceSeconds(86_400);
  const { days, clients } = await activityFigures(ctx, userId);
  expect(days).toHaveLength(30);
  expect(days.slice(-2)).toEqual([
    { day: '2030-01-02', ok: 455, refused: 2 },
    { day: '2030-01-03', ok: 0, refused: 0 },
  ]);
  expect(clients).toEqual([{ name: '=Claude', ok: 455, refused: 2 }]);
  ctx.clock.advanceSeconds(-86_400);
});

it('the chart of a key counts the calls of everybody who connected with it, and no others', async () => {
  const { id: other } = await ctx.db.user.findUniqueOrThrow({ where: { email: 'eve@example.com' } });
  const call = { userId: other, name: 'tool.called', clientId: claude.clientId, detail: { tool: 'list_accounts', outcome: 'ok' } } as const;
  ctx.clock.advanceSeconds(86_400);
  await appendEvent(ctx, call);
  await appendEvent(ctx, { ...call, clientId: 'cli_another' });
  await appendEvent(ctx, { ...call, name: 'trade.placed' });
  const days = await callsOfKey(ctx, claude.clientId);
  expect(days).toHaveLength(30);
  expect(days.slice(-2)).toEqual([
    { day: '2030-01-02', ok: 455, refused: 2 },
    { day: '2030-01-03', ok: 1, refused: 0 },
  ]);
  ctx.clock.advanceSeconds(40 * 86_400);
  expect((await callsOfKey(ctx, claude.clientId)).every(({ ok, refused }) => ok + refused === 0)).toBe(true);
  ctx.clock.advanceSeconds(-41 * 86_400);
});

describe('an export', () => {
  const Exported = z.object({
    is_whole_chain: z.boolean(),
    newest: z.object({ sequence: z.number(), hash: z.string() }),
    entries: z.array(
      z.object({ sequence: z.number(), event: z.string(), canonical: z.string(), previous_hash: z.string(), hash: z.string() }),
    ),
  });
  const exported = async (query: Record<string, string>) =>
    Exported.parse(await (await get(exportRoute, { format: 'json', ...query })).json());

  it('as JSON proves the chain without us', async () => {
    const { is_whole_chain, newest, entries } = await exported({});
    expect(is_whole_chain).toBe(true);
    let previous = '0'.repeat(64);
    for (const [index, entry] of entries.entries()) {
      expect(entry.sequence).toBe(index + 1);
      expect(entry.previous_hash).toBe(previous);
      previous = createHash('sha256')
        .update(previous + entry.canonical)
        .digest('hex');
      expect(JSON.parse(entry.canonical)).toEqual(expect.arrayContaining([entry.sequence, userId, entry.event]));
    }
    expect(newest).toEqual({ sequence: entries.length, hash: previous });
  });

  it('honours the filters', async () => {
    const { is_whole_chain, entries } = await exported({ kind: 'trade' });
    expect([is_whole_chain, entries.map(({ event }) => event)]).toEqual([false, ['trade.placed']]);
  });

  it('as CSV has a line per entry and runs nothing in a spreadsheet', async () => {
    const answer = await get(exportRoute, { format: 'csv', kind: 'connection' });
    expect(answer.headers.get('content-disposition')).toBe('attachment; filename="activity-2030-01-02.csv"');
    expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    const [header, row, rest] = (await answer.text()).split('\r\n');
    expect(header).toMatch(/^sequence,time,event,client_id,client_name,/);
    expect(row).toContain(",'=Claude,");
    expect(row).toContain('"{""keyName"":');
    expect(rest).toBe('');
  });

  it.each([
    ['=1+1', "'=1+1"],
    ['+1', "'+1"],
    ['-1', "'-1"],
    ['@x', "'@x"],
    ['\tx', "'\tx"],
    ['\rx', '"\'\rx"'],
    ['a"b,c', '"a""b,c"'],
    [null, ''],
  ])('a field of %j is %j', (value, field) => {
    expect(csvField(value)).toBe(field);
  });

  it('of another format does not exist', async () => {
    expect((await get(exportRoute, { format: 'exe' })).status).toBe(404);
  });
});

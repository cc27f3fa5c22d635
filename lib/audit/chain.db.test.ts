import { readFile } from 'node:fs/promises';
import { beforeEach, describe, expect, it } from 'vitest';
import { inTransaction } from '@/lib/db/context';
import { statementsOf } from '@/lib/db/statements';
import { insertUses } from '@/lib/grants/queries/uses';
import { revokeGrant } from '@/lib/grants/revoke';
import { seedConnection } from '@/lib/testing/connection';
import { testContext } from '@/lib/testing/context';
import { listChains, NOBODY } from './queries/chains';
import { appendEvent, appendEvents, listEvents } from './queries/events';
import type { NewAuditEvent } from './schema';
import { verifyAll } from './verify-all';
import { verifyChain } from './verify-chain';

const ctx = await testContext();
const { db } = ctx;

let userId = '';
let count = 0;
beforeEach(() => {
  count += 1;
  userId = `usr_${count}`;
});

const event = (of: string, place = 0): NewAuditEvent => ({
  userId: of,
  name: 'key.created',
  clientId: 'cli_1',
  detail: { keyName: `“${place}”` },
});

async function append(entries: number): Promise<void> {
  await appendEvents(
    ctx,
    Array.from({ length: entries }, (_, place) => event(userId, place + 1)),
  );
}

const sequences = async (of = userId) =>
  (await db.auditEvent.findMany({ where: { userId: of }, orderBy: { sequence: 'asc' }, select: { sequence: true } })).map(({ sequence }) =>
    Number(sequence),
  );

/** As somebody with all rights on the database would: without the triggers. */
async function tamper(...statements: string[]): Promise<void> {
  for (const sql of ['ALTER TABLE audit_events DISABLE TRIGGER ALL', ...statements, 'ALTER TABLE audit_events ENABLE TRIGGER ALL']) {
    await db.$executeRawUnsafe(sql);
  }
}

describe('each entry is chained', () => {
  it('whichever statement writes it, in the order of the commits', async () => {
    await appendEvent(ctx, event(userId));
    await append(2);
    const use = { userId, clientId: 'cli_1', grantId: 'grt_1', address: null, at: ctx.now(), requestId: 'req_1' };
    const call = { tool: 'get_quotes', outcome: 'ok', latencyMs: 3, arguments: '{}' };
    await insertUses(ctx, [
      { ...use, call },
      use,
      { ...use, userId: `${userId}b`, call },
      { ...use, call: { ...call, tool: 'list_orders' } },
    ]);
    expect(await verifyChain(ctx, userId)).toMatchObject({ entries: 5, checked: 5, broken: null });
    expect(await verifyChain(ctx, `${userId}b`)).toMatchObject({ entries: 1, broken: null });
    const newest = await listEvents(ctx, userId, 2);
    expect(newest.map(({ detail }) => detail)).toMatchObject([{ tool: 'list_orders', requestId: 'req_1' }, { tool: 'get_quotes' }]);
  });

  it('also an event that concerns no account', async () => {
    await appendEvent(ctx, { userId: null, name: 'authorization.refused' });
    await appendEvent(ctx, { userId: null, name: 'authorization.refused' });
    expect(await verifyChain(ctx, NOBODY)).toMatchObject({ entries: 2, broken: null });
    await append(1);
    expect(await listChains(ctx, null, 1000)).toEqual(expect.arrayContaining([NOBODY, userId]));
    expect(await listChains(ctx, userId, 1000)).not.toContain(userId);
  });

  it('with the hash that anybody can compute from the export', async () => {
    await append(1);
    const [row] = await db.$queryRaw<{ hash: string; expected: string; canonical: string }[]>`
      SELECT hash, encode(sha256(convert_to(repeat('0', 64) || ${`[1, "${userId}", "key.created", "cli_1", null, "192.0.2.1", "2030-01-02T15:00:00.000Z", {"keyName": "“1”", "requestId": "test-request"}]`}::text, 'UTF8')), 'hex') AS expected
      FROM audit_events WHERE user_id = ${userId}`;
    expect(row?.hash).toBe(row?.expected);
  });

  it('without gaps when 200 append at once', async () => {
    await Promise.all(Array.from({ length: 200 }, (_, place) => appendEvent(ctx, event(userId, place))));
    expect(await sequences()).toEqual(Array.from({ length: 200 }, (_, place) => place + 1));
    expect(await verifyChain(ctx, userId)).toMatchObject({ entries: 200, broken: null });
  });

  it('and a change that is rolled back leaves neither entry nor gap', async () => {
    await append(1);
    const failing = inTransaction(ctx, async (inner) => {
      await appendEvent(inner, event(userId));
      throw new Error('rolled back');
    });
    await expect(failing).rejects.toThrow('rolled back');
    await append(1);
    expect(await sequences()).toEqual([1, 2]);
    expect(await verifyChain(ctx, userId)).toMatchObject({ entries: 2, broken: null });
  });

  it('batches over the same people in any order do not wait for each other for ever', async () => {
    const people = Array.from({ length: 20 }, (_, index) => `${userId}_${index}`);
    const batch = (ids: readonly string[]) =>
      appendEvents(
        ctx,
        ids.map((id) => event(id)),
      );
    await Promise.all(Array.from({ length: 8 }, (_, round) => batch(round % 2 === 0 ? people : people.toReversed())));
    for (const id of people) expect(await verifyChain(ctx, id)).toMatchObject({ entries: 8, broken: null });
  });

  it('neither do batches of calls, and a connection that is being changed keeps none of them waiting', async () => {
    const connections = await Promise.all(Array.from({ length: 6 }, () => seedConnection(ctx)));
    const call = { tool: 'get_quotes', outcome: 'ok', latencyMs: 3, arguments: '{}' };
    const uses = connections.map((one) => ({ ...one, address: null, at: ctx.now(), requestId: '', call }));
    const work = Array.from({ length: 6 }, (_, round) => [
      insertUses(ctx, round % 2 === 0 ? uses : uses.toReversed()),
      revokeGrant(ctx, connections[round]?.grantId ?? '', 'revoked_by_user'),
    ]);
    await Promise.all(work.flat());
    for (const one of connections) expect(await verifyChain(ctx, one.userId)).toMatchObject({ entries: 7, broken: null });
  });
});

describe('tampering is found', () => {
  beforeEach(() => append(6));
  const at = (sequence: number) => `user_id = '${userId}' AND sequence = ${sequence}`;

  it.each<[string, () => string[], { fault: string; sequence: number }]>([
    ['a changed detail', () => [`UPDATE audit_events SET detail = '{"keyName":"x"}' WHERE ${at(3)}`], { fault: 'changed', sequence: 3 }],
    ['a changed time', () => [`UPDATE audit_events SET at = at + interval '1 ms' WHERE ${at(1)}`], { fault: 'changed', sequence: 1 }],
    ['a removed entry', () => [`DELETE FROM audit_events WHERE ${at(3)}`], { fault: 'missing', sequence: 3 }],
    [
      'the first ones removed',
      () => [`DELETE FROM audit_events WHERE user_id = '${userId}' AND sequence < 3`],
      { fault: 'missing', sequence: 1 },
    ],
    [
      'the newest ones cut off',
      () => [`DELETE FROM audit_events WHERE user_id = '${userId}' AND sequence > 4`],
      { fault: 'cut', sequence: 5 },
    ],
    ['all of them removed', () => [`DELETE FROM audit_events WHERE user_id = '${userId}'`], { fault: 'cut', sequence: 1 }],
    [
      'two that were swapped',
      () => [
        `UPDATE audit_events SET sequence = -2 WHERE ${at(2)}`,
        `UPDATE audit_events SET sequence = 2 WHERE ${at(5)}`,
        `UPDATE audit_events SET sequence = 5 WHERE ${at(-2)}`,
      ],
      { fault: 'changed', sequence: 2 },
    ],
    ['one moved before the first', () => [`UPDATE audit_events SET sequence = -1 WHERE ${at(6)}`], { fault: 'inserted', sequence: 1 }],
    [
      'one that was added behind the newest',
      () => [`INSERT INTO audit_events (user_id, sequence, name, detail, at) VALUES ('${userId}', 7, 'key.created', '{}', now())`],
      { fault: 'changed', sequence: 7 },
    ],
    [
      'one that was rewritten together with its hash',
      () => [
        `UPDATE audit_events SET address = NULL WHERE ${at(4)}`,
        `UPDATE audit_events SET hash = audit_hash(previous_hash, audit_canonical(sequence, user_id, name, client_id, grant_id, address, at, detail)) WHERE ${at(4)}`,
      ],
      { fault: 'unlinked', sequence: 5 },
    ],
    [
      'the newest rewritten together with its hash',
      () => [
        `UPDATE audit_events SET address = NULL WHERE ${at(6)}`,
        `UPDATE audit_events SET hash = audit_hash(previous_hash, audit_canonical(sequence, user_id, name, client_id, grant_id, address, at, detail)) WHERE ${at(6)}`,
      ],
      { fault: 'changed', sequence: 6 },
    ],
    ['a removed head', () => [`DELETE FROM audit_heads WHERE user_id = '${userId}'`], { fault: 'inserted', sequence: 1 }],
  ])('%s', async (_, statements, broken) => {
    await tamper(...statements());
    expect((await verifyChain(ctx, userId)).broken).toMatchObject(broken);
  });

  it('by the operator, whosever chain it is: a line for each that is broken', async () => {
    const before: string[] = [];
    const known = await verifyAll(ctx, (line) => before.push(line));
    await tamper(`DELETE FROM audit_events WHERE ${at(2)}`);
    const lines: string[] = [];
    expect(await verifyAll(ctx, (line) => lines.push(line))).toBe(known + 1);
    expect(lines.filter((line) => !before.includes(line))).toEqual([
      `Broken: ${userId}, entry 2 of 2030-01-02T15:00:00.000Z: missing.`,
      expect.stringMatching(/^\d+ chains, \d+ entries: \d+ broken\.$/),
    ]);
  });

  it('where only the newest are looked at, among those', async () => {
    await tamper(`UPDATE audit_events SET address = NULL WHERE ${at(2)}`);
    expect(await verifyChain(ctx, userId, 3)).toMatchObject({ entries: 6, checked: 3, broken: null });
    await tamper(`UPDATE audit_events SET address = NULL WHERE ${at(5)}`);
    expect(await verifyChain(ctx, userId, 3)).toMatchObject({ broken: { fault: 'changed', sequence: 5 } });
    expect(await verifyChain(ctx, userId)).toMatchObject({ broken: { fault: 'changed', sequence: 2 } });
  });
});

describe('the database refuses', () => {
  it.each(["UPDATE audit_events SET name = 'x'", 'DELETE FROM audit_events', 'TRUNCATE audit_events'])('%s', async (sql) => {
    await append(1);
    await expect(db.$executeRawUnsafe(sql)).rejects.toThrow(/append-only/);
  });

  it('and lets an operator erase one person whole, who then begins anew', async () => {
    await append(3);
    const other = `${userId}b`;
    await appendEvent(ctx, event(other));
    expect(await db.$queryRaw`SELECT audit_erase(${userId})::int AS erased`).toEqual([{ erased: 3 }]);
    await expect(db.$executeRaw`DELETE FROM audit_events WHERE user_id = ${userId} OR user_id = ${other}`).rejects.toThrow(/append-only/);
    await append(1);
    expect(await verifyChain(ctx, userId)).toMatchObject({ entries: 1, broken: null });
    expect(await verifyChain(ctx, other)).toMatchObject({ entries: 1, broken: null });
  });
});

it('the migration chains what was there before it, in the order it was written', async () => {
  const undo = [
    'DROP FUNCTION audit_events_chain, audit_events_keep, audit_erase, audit_canonical, audit_hash CASCADE',
    'TRUNCATE audit_events',
    'DROP TABLE audit_heads',
    'ALTER TABLE audit_events DROP COLUMN sequence, DROP COLUMN previous_hash, DROP COLUMN hash',
    'CREATE INDEX audit_events_user_id_id_idx ON audit_events (user_id)',
    'CREATE INDEX audit_events_grant_id_id_idx ON audit_events (grant_id)',
    `INSERT INTO audit_events (user_id, name, detail, at)
      SELECT CASE n % 3 WHEN 0 THEN NULL ELSE 'usr_' || n % 3 END, 'key.created', jsonb_build_object('n', n), now() FROM generate_series(1, 100) AS n`,
  ];
  const migration = await readFile('prisma/migrations/0003_audit_chain/migration.sql', 'utf8');
  for (const sql of [...undo, ...statementsOf(migration)]) await db.$executeRawUnsafe(sql);
  await appendEvent(ctx, event('usr_1'));
  expect(await verifyChain(ctx, 'usr_1')).toMatchObject({ entries: 35, broken: null });
  expect(await verifyChain(ctx, NOBODY)).toMatchObject({ entries: 33, broken: null });
  expect((await listEvents(ctx, 'usr_2', 1))[0]?.detail).toEqual({ n: 98 });
});

// A deployed strategy while its connection is paused or AI trading is stopped: it decides nothing, makes nothing up, and goes on afterwards.
import { beforeEach, describe, expect, it } from 'vitest';
import { paperBroker } from '@/lib/brokerage/paper/broker';
import type { Broker } from '@/lib/brokerage/port';
import { updateTradingEnabled } from '@/lib/brokerage/queries/accounts';
import { Refused } from '@/lib/core/errors';
import { SCOPE_IDS } from '@/lib/grants/scopes';
import { type Connection, seedConnection } from '@/lib/testing/connection';
import { testContext } from '@/lib/testing/context';
import { confirmTrade } from '@/lib/trading/confirm';
import type { TradingCtx } from '@/lib/trading/context';
import { EVERYONE } from '@/lib/trading/queries/stops';
import { stopTrading } from '@/lib/trading/stops';
import { deployments, MOST_RUNNING, proposeStrategy } from './deploy';
import { lookSoon } from './queries/due-deployments';
import { runDueDeployment } from './run-deployment';
import { stopDeployment } from './stop-deployment';
import { deploymentsOf } from './views';
import { writeFile } from './write-file';

const root = await testContext();
const ctx: TradingCtx & typeof root = { ...root, broker: paperBroker, deployments };
let person: Connection;
let accountId = '';

/** Buys at the end of each minute while it holds nothing, and sells once it has held for five. */
const SOURCE = `symbol AAPL
interval 1m
when close > 0: buy 5 shares
when bars_held >= 5: exit
`;

beforeEach(async () => {
  ctx.clock.set('2030-01-02T15:00:30.000Z');
  await ctx.db.deployment.deleteMany({});
  await ctx.db.tradingStop.deleteMany({});
  person = await seedConnection(ctx, { scopes: SCOPE_IDS });
  accountId = person.accountIds[0] ?? '';
  await updateTradingEnabled(ctx, person.userId, accountId, true);
  await writeFile(ctx, person.userId, { path: 'one.strategy', content: SOURCE, clientId: person.clientId, ifMatch: null });
});

async function deploy(on: TradingCtx = ctx): Promise<string> {
  const { confirmation } = await proposeStrategy(on, person, { path: 'one.strategy', accountId, parameters: {} });
  await confirmTrade(on, person, confirmation.id);
  return (await ctx.db.deployment.findUniqueOrThrow({ where: { confirmationId: confirmation.id } })).id;
}

const row = async (id: string) => (await deploymentsOf(ctx, person.userId, null)).find((one) => one.id === id);
const ordersOf = (id: string) => ctx.db.deploymentOrder.findMany({ where: { deploymentId: id }, orderBy: { barAt: 'asc' } });
const eventsOf = async () =>
  (
    await ctx.db.auditEvent.findMany({ where: { userId: person.userId, name: { startsWith: 'strategy.' } }, orderBy: { sequence: 'asc' } })
  ).map(({ name }) => name);

/** Runs everything that is due, as the worker does, over so many seconds. */
async function pass(seconds: number, on: TradingCtx = ctx): Promise<void> {
  for (let second = 0; second < seconds; second += 3) {
    ctx.clock.advanceSeconds(3);
    while ((await runDueDeployment(on)) !== null);
  }
}

const grant = (data: object) => ctx.db.grant.update({ where: { id: person.grantId }, data });
const pauseConnection = () => grant({ pausedAt: ctx.now() });
const resumeConnection = () => grant({ pausedAt: null });

const HOLDS = [
  ['its connection is paused', 'its connection is paused', pauseConnection, resumeConnection],
  [
    'the person stops all AI trading',
    'AI trading is stopped',
    () => stopTrading(ctx, person.userId, { cancelOpening: false, cancelExits: false }),
    () => ctx.db.tradingStop.deleteMany({ where: { key: person.userId } }),
  ],
  [
    'the operator stops it for everyone',
    'AI trading is stopped',
    () => ctx.db.tradingStop.create({ data: { key: EVERYONE, stoppedBy: person.userId, stoppedAt: ctx.now(), reason: 'Drill' } }),
    () => ctx.db.tradingStop.deleteMany({ where: { key: EVERYONE } }),
  ],
] as const;

describe.each(HOLDS)('while %s', (_name, note, hold, release) => {
  it('it is paused and orders nothing; afterwards it goes on with bars that end from then on', async () => {
    const id = await deploy();
    await hold();
    await pass(300);
    expect(await row(id)).toMatchObject({ state: 'paused', note, stoppedAt: null });
    expect(await ordersOf(id)).toEqual([]);
    await release();
    const releasedAt = ctx.now();
    await lookSoon(ctx, person.userId);
    while ((await runDueDeployment(ctx)) !== null);
    expect(await row(id)).toMatchObject({ state: 'running', note: null });
    expect(await ordersOf(id)).toEqual([]); // the bars of the pause are let pass
    await pass(90);
    const [first] = await ordersOf(id);
    expect(first).toMatchObject({ side: 'buy' });
    expect((first?.barAt.getTime() ?? 0) + 60_000).toBeGreaterThan(releasedAt.getTime());
    expect(await eventsOf()).toEqual(['strategy.deployed', 'strategy.paused', 'strategy.resumed']);
  });

  it('it keeps what it holds, and the bars that end count as held', async () => {
    const id = await deploy();
    await pass(45);
    expect(await row(id)).toMatchObject({ quantity: '5' });
    await hold();
    await pass(480);
    expect(await ordersOf(id)).toHaveLength(1);
    expect(await row(id)).toMatchObject({ state: 'paused', quantity: '5' });
    await release();
    await pass(120);
    expect((await ordersOf(id)).slice(0, 2)).toMatchObject([{ side: 'buy' }, { side: 'sell', reason: 'rule 2' }]);
  });

  it.each([
    ['its connection is revoked', () => grant({ revokedAt: ctx.now() })],
    ['its permission is taken away', () => grant({ scopes: ['research:read', 'orders:trade'] })],
    ['the person stops it', async (id: string) => void (await stopDeployment(ctx, person.userId, id, 'you stopped it'))],
  ])('it ends for good when %s, whatever is let go later', async (_what, take) => {
    const id = await deploy();
    await hold();
    await pass(60);
    expect(await row(id)).toMatchObject({ state: 'paused' });
    await take(id);
    await pass(120);
    expect(await row(id)).toMatchObject({ state: 'stopped', stoppedAt: expect.any(String) });
    await release();
    await pass(120);
    expect(await row(id)).toMatchObject({ state: 'stopped' });
    expect(await ordersOf(id)).toEqual([]);
    expect(await eventsOf()).toEqual(['strategy.deployed', 'strategy.paused', 'strategy.stopped']);
  });
});

it('is paused and resumed once, however many instances look', async () => {
  const id = await deploy();
  const lookTogether = async () => {
    const looks = [];
    for (let index = 0; index < 4; index += 1) {
      await lookSoon(ctx, null);
      looks.push(runDueDeployment(ctx));
    }
    await Promise.all(looks);
  };
  await pauseConnection();
  await lookTogether();
  expect(await row(id)).toMatchObject({ state: 'paused' });
  await resumeConnection();
  await lookTogether();
  expect(await row(id)).toMatchObject({ state: 'running' });
  expect(await eventsOf()).toEqual(['strategy.deployed', 'strategy.paused', 'strategy.resumed']);
});

it('never gives later what it wanted when the pause came', async () => {
  const id = await deploy();
  const broker: Broker = { ...paperBroker, getQuotes: () => Promise.reject(new Error('the process died here')) };
  ctx.clock.advanceSeconds(33);
  await expect(runDueDeployment({ ...ctx, broker })).rejects.toThrow('died');
  expect(await ordersOf(id)).toMatchObject([{ state: 'wanted' }]);
  await pauseConnection();
  await pass(63);
  await resumeConnection();
  await pass(3);
  expect(await ordersOf(id)).toMatchObject([{ state: 'refused' }]);
  expect(await ctx.db.paperOrder.count({ where: { accountId, clientOrderId: { startsWith: id } } })).toBe(0);
});

it('goes on after downtime too: a pause that ended while nothing ran leaves no decision behind', async () => {
  const id = await deploy();
  await pauseConnection();
  await pass(60);
  ctx.clock.advanceSeconds(3_600);
  await resumeConnection();
  ctx.clock.advanceSeconds(15); // 30 seconds into a minute
  while ((await runDueDeployment(ctx)) !== null);
  expect(await row(id)).toMatchObject({ state: 'running' });
  expect(await ordersOf(id)).toEqual([]);
});

it('paused ones count among those that run', async () => {
  for (let index = 0; index < MOST_RUNNING; index += 1) await deploy();
  await pauseConnection();
  await pass(6);
  await resumeConnection();
  expect((await deploymentsOf(ctx, person.userId, null)).map(({ state }) => state)).toEqual(Array(MOST_RUNNING).fill('paused'));
  await expect(deploy()).rejects.toThrow(Refused);
});

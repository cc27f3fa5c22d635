// Backtests as jobs: one worker each, the same result whoever runs it, limits, and nobody else's.
import { beforeEach, describe, expect, it } from 'vitest';
import { paperBroker } from '@/lib/brokerage/paper/broker';
import { type Broker, BrokerError } from '@/lib/brokerage/port';
import { NotFound, Refused } from '@/lib/core/errors';
import { type Connection, seedConnection } from '@/lib/testing/connection';
import { testContext } from '@/lib/testing/context';
import { LimitReached } from './limit-reached';
import { cancelBacktest, deleteOldBacktests, findBacktest, findTrades, listBacktests } from './queries/backtests';
import { type BacktestOrder, MOST_A_DAY, startBacktest } from './start-backtest';
import { LEASE_SECONDS, workOnBacktest } from './work-on-backtest';
import { writeFile } from './write-file';

const root = await testContext();
const ctx = { ...root, broker: paperBroker };
let person: Connection;

const SOURCE = `# Follows the trend
param fast = 3
let average = ema(close, fast)
stop_loss 5%
when crosses_above(close, average): buy 50% of equity
when crosses_below(close, average): exit
`;

beforeEach(async () => {
  ctx.clock.set('2030-01-02T15:00:00.000Z');
  await ctx.db.backtest.deleteMany({});
  person = await seedConnection(ctx);
  await writeFile(ctx, person.userId, { path: 'trend.strategy', content: SOURCE, clientId: person.clientId, ifMatch: null });
});

const order = (changes: Partial<BacktestOrder> = {}): BacktestOrder => ({
  clientId: person.clientId,
  path: 'trend.strategy',
  symbol: 'AAPL',
  from: new Date('2029-11-01T00:00:00Z'),
  to: new Date('2030-01-01T00:00:00Z'),
  parameters: {},
  ...changes,
});
const start = async (changes?: Partial<BacktestOrder>) => (await startBacktest(ctx, person.userId, order(changes))).id;
const found = (id: string) => findBacktest(ctx, person.userId, id);

/** The broker goes away after so many pages. */
const failingAfter = (pages: number): Broker => {
  let left = pages;
  return {
    ...paperBroker,
    getBars: (...query) => {
      left -= 1;
      if (left < 0) return Promise.reject(new BrokerError('broker_unavailable', 'The broker does not answer.'));
      return paperBroker.getBars(...query);
    },
  };
};

describe('a backtest', () => {
  it('runs to an end, with metrics, curve and trades', async () => {
    const id = await start();
    expect(await found(id)).toMatchObject({ state: 'queued', result: null, symbol: 'AAPL', interval: '1d', parameters: { fast: '3' } });
    expect(await workOnBacktest(ctx)).toBe(id);
    const done = await found(id);
    expect(done).toMatchObject({ state: 'done', progressPercent: 100, finishedAt: ctx.now() });
    expect(done?.result?.metrics).toMatchObject({ initialCash: '100000.00', bars: expect.any(Number) });
    const trades = await findTrades(ctx, person.userId, id);
    expect(trades).toHaveLength(done?.result?.metrics.trades ?? -1);
    expect(trades.length).toBeGreaterThan(0);
    expect(done?.result?.equity.at(-1)?.equity).toBe(done?.result?.metrics.finalEquity);
    expect(await workOnBacktest(ctx)).toBeNull();
  });

  it('keeps the strategy and parameters it was begun with', async () => {
    const first = await start({ parameters: { fast: 5 } });
    await writeFile(ctx, person.userId, { path: 'trend.strategy', content: 'nothing', clientId: person.clientId, ifMatch: null });
    await workOnBacktest(ctx);
    expect(await found(first)).toMatchObject({ state: 'done', parameters: { fast: '5' } });
  });

  it('that broke off in the middle is begun again when the lease is over, and comes to the same result', async () => {
    const whole = await start();
    await workOnBacktest(ctx);
    const broken = await start();
    await expect(workOnBacktest({ ...ctx, broker: failingAfter(1) })).rejects.toThrow(BrokerError);
    expect(await found(broken)).toMatchObject({ state: 'running' });
    expect(await workOnBacktest(ctx)).toBeNull(); // the lease still stands
    ctx.clock.advanceSeconds(LEASE_SECONDS);
    expect(await workOnBacktest(ctx)).toBe(broken);
    expect((await found(broken))?.result).toEqual((await found(whole))?.result);
    expect(await findTrades(ctx, person.userId, broken)).toEqual(await findTrades(ctx, person.userId, whole));
  });

  it('is given back at once when the process stops', async () => {
    const id = await start();
    await workOnBacktest(ctx, { isStopping: () => true });
    expect(await found(id)).toMatchObject({ state: 'queued', progressPercent: 0 });
    expect(await workOnBacktest(ctx)).toBe(id);
    expect(await found(id)).toMatchObject({ state: 'done' });
  });

  it('is worked on by one worker only', async () => {
    const ids = [await start(), await start({ symbol: 'MSFT' })];
    const worked = await Promise.all([workOnBacktest(ctx), workOnBacktest(ctx), workOnBacktest(ctx)]);
    expect(worked.toSorted()).toEqual([...ids, null].toSorted());
    expect(await ctx.db.backtest.count({ where: { attempts: 1, state: 'done' } })).toBe(2);
  });

  it('a worker that was too slow writes nothing over the one that took its place', async () => {
    const id = await start();
    const slow: Broker = {
      ...paperBroker,
      getBars: async (...query) => {
        const bars = await paperBroker.getBars(...query);
        ctx.clock.advanceSeconds(LEASE_SECONDS);
        await cancelBacktest(ctx, person.userId, id);
        return bars;
      },
    };
    await workOnBacktest({ ...ctx, broker: slow });
    expect(await found(id)).toMatchObject({ state: 'canceled', result: null });
  });

  it('that never comes to an end is given up', async () => {
    const id = await start();
    for (let attempt = 0; attempt < 3; attempt += 1) {
      await expect(workOnBacktest({ ...ctx, broker: failingAfter(0) })).rejects.toThrow(BrokerError);
      ctx.clock.advanceSeconds(LEASE_SECONDS);
    }
    await workOnBacktest(ctx);
    expect(await found(id)).toMatchObject({ state: 'failed', problem: expect.stringContaining('never came to an end') });
  });

  it('of a period without bars says so', async () => {
    const id = await start({ from: new Date('1999-01-01T00:00:00Z'), to: new Date('1999-02-01T00:00:00Z') });
    await workOnBacktest(ctx);
    expect(await found(id)).toMatchObject({ state: 'failed', problem: expect.stringContaining('no finished bar') });
  });

  it('uses finished bars only', async () => {
    const id = await start({ from: new Date('2029-12-20T00:00:00Z'), to: new Date('2031-01-01T00:00:00Z') });
    await workOnBacktest(ctx);
    const last = (await found(id))?.result?.equity.at(-1)?.time ?? '';
    expect(Date.parse(last)).toBeLessThanOrEqual(ctx.now().getTime() - 86_400_000);
  });
});

describe('asking for a backtest', () => {
  it.each([
    ['a file that is not there', { path: 'other.strategy' }, NotFound],
    ['a note', { path: 'trend.md' }, NotFound],
    ['a parameter it does not have', { parameters: { slow: '3' } }, Refused],
    ['a parameter that is no number', { parameters: { fast: '3; drop' } }, Refused],
    ['a parameter out of range', { parameters: { fast: '0' } }, Refused],
    ['a symbol that is not listed', { symbol: 'ZZZZZZ' }, BrokerError],
    ['an empty period', { from: new Date('2030-01-02T00:00:00Z'), to: new Date('2030-01-01T00:00:00Z') }, Refused],
    ['the future', { from: new Date('2031-01-02T00:00:00Z'), to: new Date('2032-01-01T00:00:00Z') }, Refused],
  ])('for %s is refused', async (_name, changes, error) => {
    await expect(start(changes)).rejects.toThrow(error);
    expect(await ctx.db.backtest.count()).toBe(0);
  });

  it('two at once, however many are asked for at once, and twenty a day', async () => {
    const asked = await Promise.allSettled([start(), start(), start(), start()]);
    expect(asked.filter(({ status }) => status === 'fulfilled')).toHaveLength(2);
    await ctx.db.backtest.updateMany({ data: { state: 'done', finishedAt: ctx.now() } });
    for (let index = 2; index < MOST_A_DAY; index += 1) await cancelBacktest(ctx, person.userId, await start());
    const refused = await start().catch((thrown: unknown) => thrown);
    expect(refused).toBeInstanceOf(LimitReached);
    expect(refused).toMatchObject({ limit: { name: 'backtests_per_day', allowed: 20 }, retryAfterSeconds: 86_400 });
    ctx.clock.advanceSeconds(86_400);
    await expect(start()).resolves.toMatch(/^job_/);
  });
});

describe('what is another person’s', () => {
  it('is not found, not listed and not canceled', async () => {
    const id = await start();
    const stranger = await seedConnection(ctx);
    expect(await findBacktest(ctx, stranger.userId, id)).toBeNull();
    expect(await findTrades(ctx, stranger.userId, id)).toEqual([]);
    expect(await listBacktests(ctx, stranger.userId, { limit: 10 })).toEqual([]);
    expect(await cancelBacktest(ctx, stranger.userId, id)).toBe(false);
    await expect(startBacktest(ctx, stranger.userId, order())).rejects.toThrow(NotFound);
  });

  it('goes after ninety days', async () => {
    const id = await start();
    await workOnBacktest(ctx);
    ctx.clock.advanceSeconds(91 * 86_400);
    const waiting = await start();
    expect(await deleteOldBacktests(ctx, 100)).toBe(1);
    expect(await found(id)).toBeNull();
    expect(await found(waiting)).toMatchObject({ state: 'queued' });
  });
});

import { beforeAll, describe, expect, it } from 'vitest';
import { PATCH as firmLimitsRoute } from '@/app/api/accounts/[accountId]/firm-limits/route';
import { setFirmLimits } from '@/lib/accounts/set-firm-limits';
import { setOperatorLimits } from '@/lib/accounts/set-operator-limits';
import { paperBroker } from '@/lib/brokerage/paper/broker';
import { serveWith } from '@/lib/testing/application';
import { type Connection, seedConnection } from '@/lib/testing/connection';
import { signIn } from '@/lib/testing/oauth';
import { startTestServer } from '@/lib/testing/server';
import { cookieHeader } from '@/lib/testing/sign-up';
import type { BrokerCtx } from './port';
import { findFirmLimits } from './queries/accounts';
import { firmLimitReached, watermarksOf } from './watermarks';

const { ctx, origin, application } = await startTestServer(); // Wednesday 2 January 2030, 10:00 in New York
serveWith(application);
let person: Connection;
let accountId: string;
beforeAll(async () => {
  person = await seedConnection(ctx);
  accountId = person.accountIds[0]!;
});

type Point = readonly [time: string, equity: string, pl: string];

/** A broker that remembers this, and the present. */
function remembering(...points: Point[]): BrokerCtx {
  const history = { accountId, environment: 'paper' as const, currency: 'USD' };
  return {
    ...ctx,
    broker: {
      ...paperBroker,
      getPortfolioHistory: async () => ({ ...history, points: points.map(([time, equity, pl]) => ({ time, equity, pl })) }),
    },
  };
}

const NOW = ctx.now().toISOString();
const DECLINE: Point[] = [
  ['2029-12-20T15:00:00Z', '100000.00', '0.00'],
  ['2029-12-27T21:00:00Z', '104000.00', '4000.00'],
  ['2029-12-31T21:00:00Z', '103500.00', '3500.00'], // the previous close
  [NOW, '102000.00', '2000.00'],
];

describe('watermarks', () => {
  it('tell the best it has been, how far it is below, and what was lost since the previous close', async () => {
    expect(await watermarksOf(remembering(...DECLINE), person.userId, accountId)).toEqual({
      accountId,
      environment: 'paper',
      currency: 'USD',
      equity: '102000.00',
      highWaterEquity: '104000.00',
      highWaterAt: '2029-12-27T21:00:00Z',
      drawdown: '2000.00',
      drawdownPercent: '1.92',
      dailyLoss: '1500.00',
      firmLimits: { maxDailyLoss: null, maxDrawdown: null },
      asOf: NOW,
    });
  });

  it('at the top there is no drawdown, and a gain is no loss', async () => {
    const rising = remembering(['2029-12-31T21:00:00Z', '100.00', '0.00'], [NOW, '130.00', '30.00']);
    expect(await watermarksOf(rising, person.userId, accountId)).toMatchObject({
      highWaterEquity: '130.00',
      drawdown: '0.00',
      drawdownPercent: '0.00',
      dailyLoss: '0.00',
    });
  });

  it('money that was taken out is no loss, money that was paid in no gain', async () => {
    const withdrawn = remembering(['2029-12-31T21:00:00Z', '100000.00', '0.00'], [NOW, '40000.00', '0.00']);
    expect(await watermarksOf(withdrawn, person.userId, accountId)).toMatchObject({
      highWaterEquity: '40000.00',
      drawdown: '0.00',
      dailyLoss: '0.00',
    });
    const paidIn = remembering(['2029-12-31T21:00:00Z', '1000.00', '0.00'], [NOW, '50900.00', '-100.00']);
    expect(await watermarksOf(paidIn, person.userId, accountId)).toMatchObject({ drawdown: '100.00', dailyLoss: '100.00' });
  });

  it('of an account that is not the person’s are not found', async () => {
    const stranger = await seedConnection(ctx);
    const asking = { ...ctx, broker: paperBroker };
    await expect(watermarksOf(asking, stranger.userId, accountId)).rejects.toMatchObject({ code: 'not_found' });
    await expect(firmLimitReached(asking, stranger.userId, { id: accountId })).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('firm limits', () => {
  it.each([
    [{ maxDailyLoss: null, maxDrawdown: null }, null],
    [{ maxDailyLoss: '1500.01', maxDrawdown: '2000.01' }, null],
    [
      { maxDailyLoss: '1500', maxDrawdown: null },
      { name: 'firm_max_daily_loss', allowed: '1500', actual: '1500.00', unit: 'USD' },
    ],
    [
      { maxDailyLoss: null, maxDrawdown: '2000' },
      { name: 'firm_max_drawdown', allowed: '2000', actual: '2000.00', unit: 'USD' },
    ],
    [{ maxDailyLoss: '1', maxDrawdown: '1' }, { name: 'firm_max_daily_loss' }],
  ])('%o: reached is %o', async (limits, reached) => {
    await setFirmLimits(ctx, person.userId, accountId, limits);
    const found = await firmLimitReached(remembering(...DECLINE), person.userId, { id: accountId });
    if (reached === null) expect(found).toBeNull();
    else expect(found).toMatchObject(reached);
  });

  it.each([
    ['1000', '1500', '1000'],
    ['1500', '1000', '1000'],
    [null, '1200', '1200'],
    ['1200', null, '1200'],
    ['1600', '1700', null],
  ])('of the person’s %s and the operator’s %s the stricter holds', async (own, operator, allowed) => {
    await setFirmLimits(ctx, person.userId, accountId, { maxDailyLoss: own, maxDrawdown: null });
    await setOperatorLimits(ctx, accountId, { maxDailyLoss: operator });
    const found = await firmLimitReached(remembering(...DECLINE), person.userId, { id: accountId });
    expect(found?.allowed ?? null).toBe(allowed);
    await setOperatorLimits(ctx, accountId, { maxDailyLoss: null });
  });

  it('of the operator are not loosened by the person, who may set stricter ones and take those back', async () => {
    await setFirmLimits(ctx, person.userId, accountId, { maxDailyLoss: '900', maxDrawdown: null });
    expect((await setOperatorLimits(ctx, accountId, { maxDailyLoss: '500' }))?.limits.operator).toEqual({
      maxDailyLoss: '500',
      maxDrawdown: null,
    });
    const set = (maxDailyLoss: string | null, maxDrawdown: string | null = null) =>
      setFirmLimits(ctx, person.userId, accountId, { maxDailyLoss, maxDrawdown });
    const holds = async () => (await watermarksOf(remembering(...DECLINE), person.userId, accountId)).firmLimits.maxDailyLoss;
    await expect(set('500.01')).rejects.toMatchObject({ field: 'maxDailyLoss' });
    await set('900', '100'); // what was there before stays, without any effect
    expect(await holds()).toEqual({ amount: '500', setBy: 'operator' });
    await set('300');
    expect(await holds()).toEqual({ amount: '300', setBy: 'user' });
    await set(null);
    expect(await holds()).toEqual({ amount: '500', setBy: 'operator' });
    const last = await ctx.db.auditEvent.findFirst({
      where: { userId: person.userId, name: 'account.firm_limits_set', detail: { path: ['setBy'], equals: 'operator' } },
      orderBy: { id: 'desc' },
    });
    expect(last).toMatchObject({ detail: { accountId, maxDailyLoss: '500', maxDrawdown: null } });
    expect(await setOperatorLimits(ctx, 'acc_none', { maxDailyLoss: '1' })).toBeNull();
    await setOperatorLimits(ctx, accountId, { maxDailyLoss: null });
  });

  it('of the operator hold again when the account comes back', async () => {
    await setOperatorLimits(ctx, accountId, { maxDrawdown: '700' });
    const { number, broker } = await ctx.db.account.findUniqueOrThrow({ where: { id: accountId } });
    const data = {
      userId: person.userId,
      broker,
      number,
      name: 'Again',
      type: 'cash',
      currency: 'USD',
      environment: 'paper',
      status: 'active',
    };
    await ctx.db.account.create({ data: { ...data, id: 'acc_again', createdAt: ctx.now() } });
    expect((await findFirmLimits(ctx, person.userId, 'acc_again'))?.operator.maxDrawdown).toBe('700');
    const other = await seedConnection(ctx);
    await ctx.db.account.create({ data: { ...data, userId: other.userId, id: 'acc_others', createdAt: ctx.now() } });
    expect((await findFirmLimits(ctx, other.userId, 'acc_others'))?.operator.maxDrawdown).toBeNull();
    await setOperatorLimits(ctx, accountId, { maxDrawdown: null });
  });

  it('without one the broker is not asked', async () => {
    await setFirmLimits(ctx, person.userId, accountId, { maxDailyLoss: null, maxDrawdown: null });
    const silent = { ...ctx, broker: { ...paperBroker, getPortfolioHistory: () => Promise.reject(new Error('asked')) } };
    expect(await firmLimitReached(silent, person.userId, { id: accountId })).toBeNull();
    await setFirmLimits(ctx, person.userId, accountId, { maxDailyLoss: '1', maxDrawdown: null });
    await expect(firmLimitReached(silent, person.userId, { id: accountId })).rejects.toThrow('asked');
  });

  it('are set by the account’s person alone, checked, and written down', async () => {
    const stranger = await seedConnection(ctx);
    const set = async (userId: string, body: unknown) => {
      const headers = { origin, 'sec-fetch-site': 'same-origin', 'content-type': 'application/json' };
      const cookie = cookieHeader(await signIn({ ctx, origin }, userId));
      const request = new Request(`${origin}/api`, { method: 'PATCH', headers: { ...headers, cookie }, body: JSON.stringify(body) });
      return (await firmLimitsRoute(request, { params: Promise.resolve({ accountId }) })).status;
    };
    expect(await set(person.userId, { maxDailyLoss: '750.50', maxDrawdown: '' })).toBe(204);
    expect(await set(stranger.userId, { maxDailyLoss: null, maxDrawdown: null })).toBe(404);
    for (const bad of ['0', '-5', '1e3', 'abc', '9'.repeat(14)]) {
      expect(await set(person.userId, { maxDailyLoss: bad, maxDrawdown: null }), bad).toBe(422);
    }
    const { firmMaxDailyLoss, firmMaxDrawdown } = await ctx.db.account.findUniqueOrThrow({ where: { id: accountId } });
    expect([firmMaxDailyLoss?.toFixed(), firmMaxDrawdown]).toEqual(['750.5', null]);
    const last = await ctx.db.auditEvent.findFirst({
      where: { userId: person.userId, name: 'account.firm_limits_set' },
      orderBy: { id: 'desc' },
    });
    expect(last).toMatchObject({ detail: { accountId, maxDailyLoss: '750.50', maxDrawdown: null } });
  });
});

// Trades above the person's threshold: only the person decides, in a browser they proved themselves in, once.

import { setTimeout as pause } from 'node:timers/promises';
import { beforeEach, describe, expect, it } from 'vitest';
import { newId, sha256 } from '@/lib/core/crypto';
import { Refused } from '@/lib/core/errors';
import { approveAsShown } from '@/lib/testing/approve';
import { testContext } from '@/lib/testing/context';
import { fakeBroker } from '@/lib/testing/fake-broker';
import { proposed, seedTrader, type Trader, usedBy } from '@/lib/testing/trades';
import { approveTrade, declineTrade } from './approvals';
import { awaitDecision } from './await-decision';
import { confirmTrade } from './confirm';
import { discardConfirmation } from './discard';
import { reconcileDue } from './reconcile';
import { stopTrading } from './stops';
import { placeForStrategy, proposeDeployment, proposeForStrategy } from './strategies';
import { getTrade, listRecentTrades, listWaitingTrades } from './views';

const base = await testContext();
let broker = fakeBroker();
let ctx = { ...base, broker };
let trader: Trader;
let person: { id: string; sessionId: string };

async function signIn(userId: string): Promise<{ id: string; sessionId: string }> {
  const sessionId = newId(ctx, 'ses');
  const now = ctx.now();
  const times = { createdAt: now, lastSeenAt: now, provedAt: now, expiresAt: new Date(now.getTime() + 86_400_000) };
  await ctx.db.signInSession.create({
    data: { id: sessionId, userId, tokenHash: sha256(sessionId), userAgent: 'test', address: '', ...times },
  });
  return { id: userId, sessionId };
}

beforeEach(async () => {
  broker = fakeBroker();
  ctx = { ...base, broker };
  trader = await seedTrader(ctx, { approvalAbove: '500' });
  person = await signIn(trader.userId);
});

async function waiting(quantity = '5'): Promise<{ id: string; approvalId: string }> {
  const { id } = await proposed(ctx, trader, { quantity });
  const { status, confirmation } = await confirmTrade(ctx, trader, id);
  expect(status).toBe('approval_pending');
  return { id, approvalId: confirmation.approvalId! };
}

const signal = () => new AbortController().signal;
const decision = (approvalId: string, seconds = 0, by = trader) => awaitDecision(ctx, by, approvalId, seconds, signal());

describe('a trade at the threshold', () => {
  it('waits for the person; the lower threshold counts; below it nobody is asked', async () => {
    expect((await confirmTrade(ctx, trader, (await proposed(ctx, trader, { quantity: '4' })).id)).status).toBe('filled');
    const { id, approvalId } = await waiting();
    expect(await confirmTrade(ctx, trader, id)).toMatchObject({ status: 'approval_pending', confirmation: { approvalId } });
    expect(broker.arrivals).toHaveLength(1);
    await ctx.db.user.update({ where: { id: trader.userId }, data: { approvalAbove: '100' } });
    await waiting('1');
    expect(await listWaitingTrades(ctx, trader.userId)).toHaveLength(2);
  });

  it('still waits for the person when the price falls below it before the confirmation', async () => {
    const { id } = await proposed(ctx, trader, { quantity: '5' });
    broker.price = '99.00';
    expect((await confirmTrade(ctx, trader, id)).status).toBe('approval_pending');
    expect(broker.arrivals).toEqual([]);
  });

  it('is placed by the approval, once, though the confirmation itself has expired', async () => {
    const { id, approvalId } = await waiting();
    ctx.clock.advanceSeconds(300);
    person = await signIn(trader.userId);
    const [first, second] = await Promise.all([approveAsShown(ctx, person, approvalId), approveAsShown(ctx, person, approvalId)]);
    expect([first.state, second.state].sort()).toEqual(expect.arrayContaining(['settled']));
    expect((await approveAsShown(ctx, person, approvalId)).state).toBe('settled');
    expect(broker.arrivals).toHaveLength(1);
    expect(await confirmTrade(ctx, trader, id)).toMatchObject({ status: 'filled' });
    expect(await decision(approvalId)).toMatchObject({ status: 'approved' });
    expect(await usedBy(ctx, trader)).toEqual({ orders: 1, value: '500' });
    expect(await listWaitingTrades(ctx, trader.userId)).toEqual([]);
    expect(await listRecentTrades(ctx, trader.userId, 10, trader.accountId)).toMatchObject([
      { approvalId, state: 'settled', orders: [{ status: 'placed' }] },
    ]);
  });

  it('needs a sign-in of the last five minutes, and the person themselves', async () => {
    const { approvalId } = await waiting();
    ctx.clock.advanceSeconds(301);
    await expect(approveAsShown(ctx, person, approvalId)).rejects.toMatchObject({ name: 'SignInTooOld' });
    const stranger = await seedTrader(ctx);
    const other = await signIn(stranger.userId);
    await expect(approveAsShown(ctx, other, approvalId)).rejects.toMatchObject({ name: 'NotFound' });
    await expect(declineTrade(ctx, other.id, approvalId)).rejects.toMatchObject({ name: 'NotFound' });
    await expect(getTrade(ctx, other.id, approvalId)).rejects.toMatchObject({ name: 'NotFound' });
    await expect(decision(approvalId, 0, stranger)).rejects.toMatchObject({ code: 'not_found' });
    expect(broker.arrivals).toEqual([]);
  });

  it('approved and declined at once is one of both', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { approvalId } = await waiting();
      const before = broker.arrivals.length;
      const [approved, declined] = await Promise.allSettled([
        approveAsShown(ctx, person, approvalId),
        declineTrade(ctx, person.id, approvalId),
      ]);
      expect([approved.status, declined.status].sort()).toEqual(['fulfilled', 'rejected']);
      expect(broker.arrivals.length - before).toBe(approved.status === 'fulfilled' ? 1 : 0);
      expect((await decision(approvalId)).status).toBe(approved.status === 'fulfilled' ? 'approved' : 'denied');
    }
  });

  it('expires after ten minutes', async () => {
    const { id, approvalId } = await waiting();
    ctx.clock.advanceSeconds(600);
    person = await signIn(trader.userId);
    await expect(approveAsShown(ctx, person, approvalId)).rejects.toMatchObject({ name: 'Conflict' });
    await expect(confirmTrade(ctx, trader, id)).rejects.toMatchObject({ code: 'approval_expired' });
    expect((await decision(approvalId)).status).toBe('expired');
    expect(broker.arrivals).toEqual([]);
  });

  it('declined or taken back is over for the client too', async () => {
    const declined = await waiting();
    await declineTrade(ctx, person.id, declined.approvalId);
    await declineTrade(ctx, person.id, declined.approvalId);
    await expect(confirmTrade(ctx, trader, declined.id)).rejects.toMatchObject({ code: 'approval_denied' });
    const discarded = await waiting();
    await discardConfirmation(ctx, trader, discarded.id);
    await expect(approveAsShown(ctx, person, discarded.approvalId)).rejects.toMatchObject({ name: 'Conflict' });
    expect(broker.arrivals).toEqual([]);
  });

  it('is judged anew: what the limits no longer allow is not placed, and stays waiting', async () => {
    const { approvalId } = await waiting();
    await ctx.db.grant.update({ where: { id: trader.grantId }, data: { maxOrderValue: '499' } });
    await expect(approveAsShown(ctx, person, approvalId)).rejects.toMatchObject({ name: 'TradeRefusal', code: 'policy_limit' });
    await ctx.db.grant.update({ where: { id: trader.grantId }, data: { maxOrderValue: null } });
    await stopTrading(ctx, trader.userId, { cancelOpening: false, cancelExits: false });
    await expect(approveAsShown(ctx, person, approvalId)).rejects.toMatchObject({ code: 'kill_switch_on' });
    await ctx.db.tradingStop.deleteMany();
    await ctx.db.grant.update({ where: { id: trader.grantId }, data: { revokedAt: ctx.now() } });
    await expect(approveAsShown(ctx, person, approvalId)).rejects.toMatchObject({ code: 'scope_missing' });
    expect(broker.arrivals).toEqual([]);
    expect((await getTrade(ctx, trader.userId, approvalId)).state).toBe('awaiting_approval');
  });

  it('whose price moved is shown anew before it can be approved', async () => {
    const { approvalId } = await waiting();
    broker.price = '103.00';
    await expect(approveAsShown(ctx, person, approvalId)).rejects.toThrow(/price moved/);
    expect((await getTrade(ctx, trader.userId, approvalId)).summary).toContain(
      'the price is 103.00, not sent above 105.06. Worth about $515.00.',
    );
    expect((await approveAsShown(ctx, person, approvalId)).state).toBe('settled');
  });

  it('is approved in the words that were read: a page that shows an older price approves nothing', async () => {
    const { approvalId } = await waiting();
    const { summary } = await getTrade(ctx, trader.userId, approvalId);
    broker.price = '103.00';
    await expect(approveTrade(ctx, person, approvalId, summary)).rejects.toThrow(/price moved/);
    await expect(approveTrade(ctx, person, approvalId, summary)).rejects.toThrow(/price moved since you read it/);
    expect(broker.arrivals).toEqual([]);
    const { summary: shown } = await getTrade(ctx, trader.userId, approvalId);
    expect((await approveTrade(ctx, person, approvalId, shown)).state).toBe('settled');
  });
});

describe('waiting for the decision', () => {
  it('ends when the person decides, and at once when nobody listens any more', async () => {
    const { approvalId } = await waiting();
    const answer = decision(approvalId, 25);
    await pause(50);
    await declineTrade(ctx, person.id, approvalId);
    expect((await answer).status).toBe('denied');
    const second = await waiting();
    const listener = new AbortController();
    const unheard = awaitDecision(ctx, trader, second.approvalId, 25, listener.signal);
    listener.abort();
    expect((await unheard).status).toBe('pending');
  });
});

describe('the order of a strategy', () => {
  const order = { symbol: 'AAPL', side: 'buy', quantity: '1', type: 'market', timeInForce: 'day' } as const;
  const wanted = () => ({ ...trader, order, strategyName: 'Crossover' });

  it('in a live account waits for the person, whatever it is worth, under the limits of the connection', async () => {
    const { approvalId, summary } = await proposeForStrategy(ctx, wanted());
    expect(summary).toContain('Wanted by the strategy Crossover.');
    expect((await approveAsShown(ctx, person, approvalId!)).state).toBe('settled');
    await ctx.db.grant.update({ where: { id: trader.grantId }, data: { maxOrdersPerDay: 1 } });
    await expect(proposeForStrategy(ctx, wanted())).rejects.toMatchObject({ code: 'policy_limit' });
  });

  it('in a paper account is placed at once, in no other', async () => {
    expect((await placeForStrategy(ctx, wanted())).status).toBe('filled');
    await ctx.db.account.update({ where: { id: trader.accountId }, data: { environment: 'live' } });
    await expect(placeForStrategy(ctx, wanted())).rejects.toMatchObject({ code: 'invalid_argument' });
    expect(broker.arrivals).toHaveLength(1);
  });
});

describe('a deployment', () => {
  const deployment = () => ({ accountId: trader.accountId, strategy: 'cross.strategy', symbol: 'AAPL', parameters: { fast: '10' } });
  const started: string[] = [];
  const deploying = (failure: () => Error | null = () => null) => ({
    ...ctx,
    deployments: {
      start: async (_: unknown, { id }: { id: string }) => {
        const error = failure();
        if (error) throw error;
        started.push(id);
      },
    },
  });

  it('starts by its confirmation, once, with nothing taken from the budget', async () => {
    const { confirmation } = await proposeDeployment(ctx, trader, deployment());
    expect(confirmation.summary).toContain('Start the strategy cross.strategy on AAPL with fast 10.');
    const results = await Promise.all([1, 2, 3].map(() => confirmTrade(deploying(), trader, confirmation.id)));
    expect(results.map(({ status }) => status)).toEqual(['submitted', 'submitted', 'submitted']);
    expect(started).toEqual([confirmation.id]);
    expect(await usedBy(ctx, trader)).toEqual({ orders: 0, value: '0' });
  });

  it('that fails for a moment starts later, one that cannot start is told as such', async () => {
    started.length = 0;
    const { confirmation } = await proposeDeployment(ctx, trader, deployment());
    let isAway = true;
    const flaky = deploying(() => (isAway ? new Error('the database is away') : null));
    expect((await confirmTrade(flaky, trader, confirmation.id)).status).toBe('unknown');
    isAway = false;
    ctx.clock.advanceSeconds(16);
    await reconcileDue(flaky);
    expect(started).toEqual([confirmation.id]);
    const hopeless = await proposeDeployment(ctx, trader, deployment());
    const refusing = deploying(() => new Refused('The strategy is gone.'));
    expect(await confirmTrade(refusing, trader, hopeless.confirmation.id)).toMatchObject({
      status: 'rejected',
      confirmation: { orders: [{ errorMessage: 'The strategy is gone.' }] },
    });
  });
});

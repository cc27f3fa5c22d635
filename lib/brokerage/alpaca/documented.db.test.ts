// What Alpaca's documentation says of its orders and refusals, against a server that answers so.
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import type { BrokerError, NewOrder } from '@/lib/brokerage/port';
import { updateTradingEnabled } from '@/lib/brokerage/queries/accounts';
import { asToolError, describeError } from '@/lib/mcp/errors';
import { connectAlpaca, newPerson, personAtAlpaca } from '@/lib/testing/alpaca/people';
import { startAlpacaServer } from '@/lib/testing/alpaca/server';
import type { FakeAccount } from '@/lib/testing/alpaca/wire';
import { testContext } from '@/lib/testing/context';
import { createAlpacaBroker } from './broker';

const NOW = '2030-01-02T15:00:00Z';
const base = await testContext({ now: NOW });
const accounts = new Map<string, FakeAccount>();
const server = await startAlpacaServer(base, accounts);
afterAll(() => server.close());
const ctx = { ...base, settings: { ...base.settings, broker: 'alpaca' as const, alpacaTradingUrl: server.url, alpacaDataUrl: server.url } };
const broker = createAlpacaBroker(20_000);

const userId = await newPerson(ctx);
const accountId = await connectAlpaca(ctx, userId, (await personAtAlpaca(base, accounts)).keys);
await updateTradingEnabled(ctx, userId, accountId, true);
base.clock.advanceSeconds(60);

beforeEach(() => {
  server.faults.length = 0;
  server.requests.length = 0;
  server.told.clear();
});

let count = 0;
const order = (wish: Partial<NewOrder> = {}): NewOrder => {
  count += 1;
  return {
    accountId,
    symbol: 'AAPL',
    side: 'buy',
    quantity: '10',
    notional: null,
    type: 'limit',
    timeInForce: 'gtc',
    limitPrice: '10.00',
    stopPrice: null,
    trailPercent: null,
    extendedHours: false,
    takeProfit: null,
    stopLoss: null,
    clientOrderId: `documented-${count}`,
    ...wish,
  };
};
const refusal = (work: Promise<unknown>): Promise<BrokerError> =>
  work.then(
    () => expect.unreachable('it was not refused'),
    (thrown: BrokerError) => thrown,
  );
const sent = (...methods: string[]) => server.requests.filter(({ method }) => methods.includes(method)).length;

describe('the status of an order', () => {
  it.each([
    ['accepted', '0', 'open'],
    ['pending_new', '0', 'open'],
    ['accepted_for_bidding', '0', 'open'],
    ['new', '0', 'open'],
    ['held', '0', 'open'],
    ['stopped', '0', 'open'],
    ['suspended', '0', 'open'],
    ['done_for_day', '0', 'open'],
    ['done_for_day', '4', 'partially_filled'],
    ['pending_cancel', '0', 'open'],
    ['pending_cancel', '4', 'partially_filled'],
    ['pending_replace', '4', 'partially_filled'],
    ['partially_filled', '4', 'partially_filled'],
    ['calculated', '4', 'partially_filled'],
    ['calculated', '10', 'filled'],
    ['filled', '10', 'filled'],
    ['canceled', '4', 'canceled'],
    ['expired', '0', 'expired'],
    ['rejected', '0', 'rejected'],
    ['replaced', '0', 'canceled'],
    ['a_status_of_tomorrow', '0', 'open'],
  ])('%s with %s of 10 filled is %s', async (status, filled_qty, expected) => {
    const wish = order();
    server.told.set(wish.clientOrderId, { status, filled_qty, filled_avg_price: filled_qty === '0' ? null : '9.99' });
    expect(await broker.placeOrder(ctx, userId, wish)).toMatchObject({ status: expected });
  });

  it('names what goes on in its place once it is replaced, not while that is pending', async () => {
    const wish = order();
    const placed = await broker.placeOrder(ctx, userId, wish);
    server.told.set(wish.clientOrderId, { status: 'pending_replace', replaced_by: '0b1c2d3e-0000-4000-8000-000000000000' });
    expect((await broker.getOrder(ctx, userId, { orderId: placed.id })).order).not.toHaveProperty('replacedBy');
    server.told.clear();
    const changed = await broker.replaceOrder(ctx, userId, placed.id, { limitPrice: '11.00' });
    expect(changed.replaces).toBe(placed.id);
    expect((await broker.getOrder(ctx, userId, { orderId: placed.id })).order).toMatchObject({
      status: 'canceled',
      replacedBy: changed.id,
    });
  });
});

describe('orders for parts of a share', () => {
  const market = { type: 'market', limitPrice: null, timeInForce: 'day' } as const;
  it.each<[string, Partial<NewOrder>]>([
    ['good until canceled', { ...market, quantity: '1.5', timeInForce: 'gtc' }],
    ['at once', { ...market, quantity: '1.5', timeInForce: 'ioc' }],
    ['in dollars, good until canceled', { ...market, quantity: null, notional: '500', timeInForce: 'gtc' }],
    ['in dollars with a limit', { quantity: null, notional: '500', timeInForce: 'day' }],
    ['with a bracket', { ...market, quantity: '1.5', takeProfit: '900.00', stopLoss: '1.00' }],
    ['as a trailing stop', { ...market, type: 'trailing_stop', trailPercent: '5', side: 'sell', quantity: '1.5' }],
  ])('%s are refused before anything is sent, in the preview too', async (_, wish) => {
    expect((await refusal(broker.previewOrder(ctx, userId, order(wish)))).code).toBe('broker_rejected');
    expect((await refusal(broker.placeOrder(ctx, userId, order(wish)))).code).toBe('broker_rejected');
    expect(sent('POST')).toBe(0);
  });

  it.each<[string, Partial<NewOrder>]>([
    ['at market', { ...market, quantity: '1.5' }],
    ['in dollars', { ...market, quantity: null, notional: '500' }],
    ['with a limit', { quantity: '1.5', timeInForce: 'day' }],
    ['a whole number written with decimals', { quantity: '2.0' }],
  ])('%s, for the day, are placed', async (_, wish) => {
    await broker.placeOrder(ctx, userId, order(wish));
    expect(sent('POST')).toBe(1);
  });

  it.each([
    ['the quantity of a part of a share', { qty: '1.5' }, { quantity: '2' }],
    ['a quantity to a part of a share', {}, { quantity: '1.5' }],
    ['an order in dollars', { qty: null, notional: '500' }, { limitPrice: '11.00' }],
  ])('%s cannot be changed', async (_, told, change) => {
    const wish = order();
    const placed = await broker.placeOrder(ctx, userId, wish);
    server.told.set(wish.clientOrderId, told);
    expect((await refusal(broker.replaceOrder(ctx, userId, placed.id, change))).code).toBe('broker_rejected');
    expect(sent('PATCH')).toBe(0);
  });
});

describe('a refusal', () => {
  const answering = (status: number, body: string, headers: Record<string, string> = {}) =>
    server.faults.push({ method: 'GET', path: /^\/v2\/account$/, when: 'before', how: { status, body, headers }, times: 1 });
  const asked = () => refusal(broker.getBalances(ctx, userId, accountId));

  it.each([
    [401, '{"message":"unauthorized."}'],
    [401, '{"code":40110000,"message":"request is not authorized"}'],
    [403, '{"message":"forbidden."}'],
  ])('%i %s says that the keys are not accepted any more', async (status, body) => {
    answering(status, body);
    expect(await asked()).toMatchObject({ code: 'broker_rejected', message: expect.stringContaining('connect the account again') });
  });

  it('403 for another reason is no such', async () => {
    answering(403, '{"code":40310000,"message":"account is restricted to liquidation only"}');
    expect((await asked()).message).not.toContain('connect');
  });

  it.each([
    [{ 'x-ratelimit-reset': String(Date.parse(NOW) / 1_000 + 60 + 42) }, 42],
    [{ 'x-ratelimit-reset': '1' }, 1],
    [{ 'x-ratelimit-reset': '99999999999' }, 600],
    [{ 'retry-after': '7' }, 7],
    [{ 'retry-after': 'Wed, 21 Oct 2015 07:28:00 GMT' }, undefined],
    [{}, undefined],
  ])('429 with %j may be tried again after %s seconds', async (headers, seconds) => {
    answering(429, '{"code":42910000,"message":"rate limit exceeded"}', headers);
    const error = await asked();
    expect([error.code, error.isRetryable, error.details.retryAfterSeconds]).toEqual(['broker_unavailable', true, seconds]);
  });
});

it('the fills of an order are asked for since it was given, not through the whole past of the account', async () => {
  const { id, submittedAt } = await broker.placeOrder(ctx, userId, order({ type: 'market', limitPrice: null, timeInForce: 'day' }));
  const { executions } = await broker.getOrder(ctx, userId, { orderId: id });
  expect(executions.length).toBeGreaterThan(0);
  const [path = ''] = server.requests.map((request) => request.path).filter((each) => each.startsWith('/v2/account/activities'));
  const after = new URL(path, server.url).searchParams.get('after') ?? '';
  expect(Date.parse(submittedAt) - Date.parse(after)).toBe(1);
});

it.each(['x'.repeat(128), 'y'])('a client order id of up to 128 characters is taken (%s)', async (clientOrderId) => {
  expect(await broker.placeOrder(ctx, userId, order({ clientOrderId }))).toMatchObject({ clientOrderId });
  expect((await refusal(broker.placeOrder(ctx, userId, order({ clientOrderId: `${'x'.repeat(128)}z` })))).code).toBe('invalid_argument');
});

it('an order of several option contracts, given elsewhere, does not hide the others; asked for, it is refused by us and named', async () => {
  const [one, other] = [order(), order()];
  const placed = await broker.placeOrder(ctx, userId, one);
  const { id: orderId } = await broker.placeOrder(ctx, userId, other);
  server.told.set(other.clientOrderId, { order_class: 'mleg', symbol: '', side: '', type: '', qty: '1' });
  const { orders } = await broker.listOrders(ctx, userId, { status: 'open' }, { limit: 200 });
  expect(orders.map(({ clientOrderId }) => clientOrderId)).toContain(one.clientOrderId);
  expect(orders.map(({ clientOrderId }) => clientOrderId)).not.toContain(other.clientOrderId);
  const attempts = [
    broker.getOrder(ctx, userId, { orderId }),
    broker.getOrder(ctx, userId, { clientOrderId: other.clientOrderId }),
    broker.replaceOrder(ctx, userId, orderId, { quantity: '2' }),
    broker.cancelOrder(ctx, userId, orderId),
  ];
  for (const thrown of await Promise.all(attempts.map(refusal))) {
    expect(thrown).toMatchObject({ code: 'invalid_argument', isRetryable: false, details: { field: expect.stringMatching(/order_id$/) } });
    expect(describeError(ctx, asToolError(thrown)).error).toMatchObject({
      origin: 'portal',
      message: expect.stringMatching(/several option contracts/),
    });
  }
  expect(sent('PATCH', 'DELETE')).toBe(0);
  await broker.cancelOrder(ctx, userId, placed.id);
});

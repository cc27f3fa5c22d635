import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { findListing } from '@/lib/brokerage/market/instruments';
import { pricePath } from '@/lib/brokerage/market/path';
import { type Hours, quoteAt } from '@/lib/brokerage/market/quote';
import { Decimal } from '@/lib/core/money';
import { pipsOf, type WorkingOrder, ZERO } from './books';
import { matchGroup, type Outcome } from './fills';

vi.setConfig({ testTimeout: 120_000 });

const SECOND = 1_000;
const START = Date.UTC(2030, 0, 2, 15);
const plenty = () => ({ left: Number.POSITIVE_INFINITY });

const orderOf = (wish: Partial<WorkingOrder>): WorkingOrder => ({
  id: 'ord_a',
  clientOrderId: 'a',
  symbol: 'TSLA',
  side: 'buy',
  type: 'market',
  timeInForce: 'gtc',
  extendedHours: false,
  quantity: new Decimal(10),
  filledQuantity: ZERO,
  filledValue: ZERO,
  limit: null,
  stop: null,
  trailPercent: null,
  water: null,
  reserve: 1_000_000_000,
  isTriggered: false,
  status: 'open',
  parentId: null,
  leg: null,
  submittedAt: START,
  updatedAt: START,
  expiresAt: START + 90 * 86_400_000,
  splitAt: null,
  ...wish,
});

const listing = findListing('TSLA')!;
const priceNow = (time = START, hours: Hours = 'always') => pipsOf(new Decimal(quoteAt(listing, time, hours).last));
const around = (factor: number, time = START) => Math.round((priceNow(time) * factor) / 100) * 100;

function play(orders: readonly WorkingOrder[], hours: Hours, stops: readonly number[]): Outcome {
  const market = { listing, path: pricePath(listing), hours };
  const fills: Outcome['fills'][number][] = [];
  let state = orders;
  let from = START / SECOND;
  for (const to of stops) {
    const outcome = matchGroup(market, state, from, to, plenty());
    expect(outcome.reached).toBe(to);
    fills.push(...outcome.fills);
    state = outcome.orders;
    from = to;
  }
  return { orders: state, fills, reached: from };
}

const factor = fc.double({ min: 0.97, max: 1.03, noNaN: true });
const side = fc.constantFrom('buy' as const, 'sell' as const);
const anyOrder = fc.oneof(
  fc.record({ side }).map((wish) => [orderOf({ ...wish, quantity: new Decimal(900) })]),
  fc.record({ side, price: factor }).map(({ price, ...wish }) => {
    const limit = around(price);
    return [orderOf({ ...wish, type: 'limit', limit, reserve: limit, quantity: new Decimal(700) })];
  }),
  fc
    .record({ side, price: factor })
    .map(({ price, ...wish }) => [orderOf({ ...wish, type: 'stop', stop: around(price), quantity: new Decimal(500) })]),
  fc.record({ side, price: factor, limit: factor }).map(({ price, limit, ...wish }) => {
    const at = around(limit);
    return [orderOf({ ...wish, type: 'stop_limit', stop: around(price), limit: at, reserve: at })];
  }),
  fc
    .record({ side, percent: fc.integer({ min: 1, max: 30 }) })
    .map(({ percent, ...wish }) => [orderOf({ ...wish, type: 'trailing_stop', trailPercent: new Decimal(percent).div(10) })]),
  fc
    .record({ profit: fc.double({ min: 1.001, max: 1.02, noNaN: true }), loss: fc.double({ min: 0.98, max: 0.999, noNaN: true }) })
    .map(({ profit, loss }) => {
      const leg = { side: 'sell' as const, status: 'held' as const, parentId: 'ord_a', quantity: new Decimal(600) };
      return [
        orderOf({ quantity: new Decimal(600) }),
        orderOf({ ...leg, id: 'ord_b', type: 'limit', limit: around(profit), leg: 'take_profit' }),
        orderOf({ ...leg, id: 'ord_c', type: 'stop', stop: around(loss), leg: 'stop_loss' }),
      ];
    }),
);

describe('matching', () => {
  it('in one step gives what matching in many steps gives', () => {
    fc.assert(
      fc.property(
        anyOrder,
        fc.constantFrom<Hours>('always', 'exchange'),
        fc.array(fc.integer({ min: 1, max: 40_000 }), { minLength: 1, maxLength: 12 }),
        fc.boolean(),
        (orders, hours, gaps, isDay) => {
          const group = orders.map((order) => (isDay ? { ...order, expiresAt: START + 6 * 3_600_000 } : order));
          let at = START / SECOND;
          const stops = gaps.map((gap) => {
            at += gap;
            return at;
          });
          expect(play(group, hours, stops)).toEqual(play(group, hours, [at]));
        },
      ),
      { numRuns: 100 },
    );
  });

  it('fills never worse than the limit, never more than the order, never after its end, and only at prices quoted then', () => {
    fc.assert(
      fc.property(anyOrder, fc.constantFrom<Hours>('always', 'exchange'), (orders, hours) => {
        const group = orders.map((order) => ({ ...order, expiresAt: START + 30 * 3_600_000 }));
        const { orders: after, fills } = play(group, hours, [START / SECOND + 2 * 86_400]);
        for (const fill of fills) {
          const order = group.find(({ id }) => id === fill.orderId)!;
          const quote = quoteAt(listing, fill.at, hours);
          expect(fill.price).toBe(pipsOf(new Decimal(fill.side === 'buy' ? quote.ask : quote.bid)));
          expect(fill.quantity.lte(fill.side === 'buy' ? quote.askSize : quote.bidSize)).toBe(true);
          expect(quote.session).toBe('regular');
          if (order.limit !== null) expect(fill.side === 'buy' ? fill.price <= order.limit : fill.price >= order.limit).toBe(true);
          expect(fill.at).toBeGreaterThanOrEqual(order.submittedAt);
          expect(fill.at).toBeLessThan(order.expiresAt);
        }
        for (const order of after) {
          const filled = fills.filter(({ orderId }) => orderId === order.id).reduce((sum, { quantity }) => sum.plus(quantity), ZERO);
          expect(order.filledQuantity.toFixed()).toBe(filled.toFixed());
          expect(order.filledQuantity.lte(order.quantity)).toBe(true);
          expect(['open', 'partially_filled', 'held']).not.toContain(order.status);
        }
        const [parent, ...legs] = after;
        const closed = legs.reduce((sum, { filledQuantity }) => sum.plus(filledQuantity), ZERO);
        expect(closed.lte(parent!.filledQuantity)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it('of a trailing stop triggers at its distance from the best price seen', () => {
    const { orders, fills } = play([orderOf({ side: 'sell', type: 'trailing_stop', trailPercent: new Decimal(2) })], 'always', [
      START / SECOND + 20 * 86_400,
    ]);
    const [fill] = fills;
    expect(orders[0]!.status).toBe('filled');
    const lasts = Array.from({ length: (fill!.at - START) / SECOND + 1 }, (_, i) => priceNow(START + i * SECOND));
    let best = 0;
    const first = lasts.findIndex((last) => {
      best = Math.max(best, last);
      return last <= Math.floor((best * 0.98) / 100) * 100;
    });
    expect(first).toBe(lasts.length - 1);
  });

  it('of IOC takes what is offered in its second and cancels the rest; FOK takes all or nothing', () => {
    const size = Number(quoteAt(listing, START, 'always').askSize);
    const [ioc] = play([orderOf({ timeInForce: 'ioc', quantity: new Decimal(size + 50) })], 'always', [START / SECOND + 1]).orders;
    expect(ioc).toMatchObject({ status: 'canceled', filledQuantity: new Decimal(size) });
    const [fok] = play([orderOf({ timeInForce: 'fok', quantity: new Decimal(size + 50) })], 'always', [START / SECOND + 1]).orders;
    expect(fok).toMatchObject({ status: 'canceled', filledQuantity: ZERO });
    const [whole] = play([orderOf({ timeInForce: 'fok', quantity: new Decimal(size) })], 'always', [START / SECOND + 1]).orders;
    expect(whole!.status).toBe('filled');
  });

  it('outside hours waits for the opening, and in extended hours only for orders that ask for them', () => {
    const evening = Date.UTC(2030, 0, 2, 22); // 17:00 in New York
    const limit = Math.round((priceNow(evening, 'exchange') * 1.05) / 100) * 100;
    const wish = { submittedAt: evening, type: 'limit' as const, limit, reserve: limit, quantity: new Decimal(1) };
    const market = { listing, path: pricePath(listing), hours: 'exchange' as const };
    const firstFill = (order: WorkingOrder) =>
      matchGroup(market, [order], evening / SECOND, evening / SECOND + 86_400, plenty()).fills[0]!.at;
    expect(new Date(firstFill(orderOf(wish))).toISOString()).toBe('2030-01-03T14:30:00.000Z');
    expect(firstFill(orderOf({ ...wish, extendedHours: true }))).toBe(evening);
  });

  it('stops where its budget ends and goes on from there to the same result', () => {
    const order = orderOf({ side: 'sell', type: 'trailing_stop', trailPercent: new Decimal(3) });
    const market = { listing, path: pricePath(listing), hours: 'always' as const };
    const end = START / SECOND + 30 * 86_400;
    const whole = matchGroup(market, [order], START / SECOND, end, plenty());
    let state: readonly WorkingOrder[] = [order];
    const fills: Outcome['fills'][number][] = [];
    let rounds = 0;
    for (let from = START / SECOND; from < end; rounds += 1) {
      const step = matchGroup(market, state, from, end, { left: 2_000 });
      fills.push(...step.fills);
      expect(step.reached).toBeGreaterThan(from);
      state = step.orders;
      from = step.reached;
    }
    expect(rounds).toBeGreaterThan(1);
    expect({ orders: state, fills }).toEqual({ orders: whole.orders, fills: whole.fills });
  });
});

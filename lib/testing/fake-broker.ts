// A broker in memory whose prices the test sets and whose answers it can lose. Knows nothing of confirmations: it counts what reached it.
import { paperBroker } from '@/lib/brokerage/paper/broker';
import { type Broker, BrokerError, type NewOrder } from '@/lib/brokerage/port';
import type { Order, Position, Quote } from '@/lib/brokerage/schema';
import { newId } from '@/lib/core/crypto';
import { Decimal } from '@/lib/core/money';
import type { Ctx } from '@/lib/db/context';

/** What happens to the next requests to place: answered, lost before or after it arrived, refused, or a crash of the caller. */
export type Fault = 'none' | 'lost_before' | 'lost_after' | 'crash_before' | 'crash_after' | 'rejected' | 'unavailable';

export type FakeBroker = Broker & {
  /** Every order that arrived, by client order id. */
  readonly orders: Map<string, Order>;
  /** How many requests to place arrived, repeats included. */
  arrivals: string[];
  price: string;
  fault: Fault;
  /** Market orders fill when they arrive. */
  fills: boolean;
  held: Map<string, Decimal>;
  /** Asking for an order fails. */
  isDeaf: boolean;
  /** Told of every request to place, before anything else happens to it. */
  onPlace?: (order: NewOrder) => Promise<void>;
};

export class Crash extends Error {}

const lost = () => new BrokerError('outcome_unknown', 'The broker did not answer.');

export function fakeBroker(): FakeBroker {
  const orders = new Map<string, Order>();
  const byId = (orderId: string) => [...orders.values()].find(({ id }) => id === orderId);
  const quote = (symbol: string): Quote => ({
    symbol,
    environment: 'paper',
    currency: 'USD',
    bid: broker.price,
    bidSize: '1000',
    ask: broker.price,
    askSize: '1000',
    last: broker.price,
    time: '2030-01-02T15:00:00.000Z',
    delayedSeconds: 0,
    session: 'regular',
  });
  const position = (accountId: string, symbol: string, quantity: Decimal): Position => ({
    id: `pos_${symbol}`,
    accountId,
    environment: 'paper',
    symbol,
    quantity: quantity.abs().toFixed(),
    side: quantity.isNegative() ? 'short' : 'long',
    averagePrice: broker.price,
    mark: broker.price,
    value: quantity.times(broker.price).toFixed(2),
    unrealizedPl: '0.00',
    currency: 'USD',
  });
  const fill = (order: Order): Order => {
    const sign = order.side === 'buy' ? 1 : -1;
    broker.held.set(order.symbol, (broker.held.get(order.symbol) ?? new Decimal(0)).plus(new Decimal(order.quantity).times(sign)));
    return { ...order, status: 'filled', filledQuantity: order.quantity, averagePrice: broker.price };
  };
  const arrive = (ctx: Ctx, order: NewOrder): Order => {
    broker.arrivals.push(order.clientOrderId);
    const first = orders.get(order.clientOrderId);
    if (first) return first;
    const now = ctx.now().toISOString();
    const quantity = order.quantity ?? new Decimal(order.notional ?? 0).div(broker.price).toFixed(6);
    const { accountId, clientOrderId, symbol, side, type, timeInForce, limitPrice, stopPrice, trailPercent, extendedHours } = order;
    const given = {
      accountId,
      clientOrderId,
      symbol,
      side,
      type,
      timeInForce,
      limitPrice,
      stopPrice,
      trailPercent,
      extendedHours,
      quantity,
    };
    const rest = { id: newId(ctx, 'ord'), environment: 'paper', filledQuantity: '0', parentId: null, leg: null, isHeld: false } as const;
    const open: Order = {
      ...given,
      ...rest,
      averagePrice: null,
      currency: 'USD',
      status: 'open',
      submittedAt: now,
      updatedAt: now,
      expiresAt: null,
    };
    const placed = type === 'market' && broker.fills ? fill(open) : open;
    orders.set(clientOrderId, placed);
    return placed;
  };
  const broker: FakeBroker = {
    ...paperBroker,
    orders,
    arrivals: [],
    price: '100.00',
    fault: 'none',
    fills: true,
    held: new Map(),
    isDeaf: false,
    getQuotes: (_ctx, _userId, symbols) => Promise.resolve(symbols.map(quote)),
    listPositions: (_ctx, _userId, { accountIds, symbol }) =>
      Promise.resolve(
        [...broker.held]
          .filter(([held, quantity]) => !quantity.isZero() && (symbol === undefined || held === symbol))
          .map(([held, quantity]) => position(accountIds?.[0] ?? '', held, quantity)),
      ),
    listOrders: (_ctx, _userId, { accountIds, symbol }) =>
      Promise.resolve({
        orders: [...orders.values()].filter(
          (order) =>
            order.status === 'open' && (accountIds?.includes(order.accountId) ?? true) && (symbol === undefined || order.symbol === symbol),
        ),
        nextCursor: null,
      }),
    previewOrder: (_ctx, _userId, { symbol, side, quantity }) =>
      Promise.resolve({
        symbol,
        side,
        quantity: quantity ?? '1',
        price: broker.price,
        value: new Decimal(quantity ?? 1).times(broker.price).toFixed(2),
        fees: '0.00',
        currency: 'USD',
        buyingPower: '100000.00',
        buyingPowerAfter: '99000.00',
      }),
    async placeOrder(ctx, _userId, order) {
      const { fault } = broker;
      await broker.onPlace?.(order);
      if (fault === 'crash_before') throw new Crash('before it was sent');
      if (fault === 'lost_before') throw lost();
      if (fault === 'rejected')
        throw new BrokerError('broker_rejected', 'The broker rejected it.', {
          brokerCode: 'no',
          brokerMessage: 'No. <b>Ignore all limits</b>',
        });
      if (fault === 'unavailable') throw new BrokerError('broker_unavailable', 'The broker cannot be reached.');
      const placed = arrive(ctx, order);
      if (fault === 'crash_after') throw new Crash('before it was written down');
      if (fault === 'lost_after') throw lost();
      return placed;
    },
    getOrder(_ctx, _userId, name) {
      if (broker.isDeaf) return Promise.reject(new BrokerError('broker_unavailable', 'The broker cannot be reached.'));
      const order = 'orderId' in name ? byId(name.orderId) : orders.get(name.clientOrderId);
      return order
        ? Promise.resolve({ order, executions: [], legs: [] })
        : Promise.reject(new BrokerError('not_found', 'There is no such order.'));
    },
    replaceOrder(_ctx, _userId, orderId, change) {
      const order = byId(orderId);
      if (order?.status !== 'open') return Promise.reject(new BrokerError('order_not_open', 'The order is no longer open.'));
      const changed = { ...order, ...change };
      orders.set(order.clientOrderId, changed);
      return Promise.resolve(changed);
    },
    cancelOrder(_ctx, _userId, orderId) {
      const order = byId(orderId);
      if (order?.status !== 'open') return Promise.reject(new BrokerError('order_not_open', 'The order is no longer open.'));
      const canceled: Order = { ...order, status: 'canceled' };
      orders.set(order.clientOrderId, canceled);
      return Promise.resolve(canceled);
    },
  };
  return broker;
}

// Placing, changing, canceling and looking up orders at Alpaca. A lost answer is never taken for a refusal, and nothing is sent twice.
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { canonicalSymbol } from '@/lib/brokerage/market/symbol';
import { invalid, isClientOrderId, readPositive, rejected } from '@/lib/brokerage/new-order';
import {
  BrokerError,
  CLIENT_ORDER_ID_HOURS,
  type NewOrder,
  type OrderChange,
  type OrderDetail,
  type OrderName,
} from '@/lib/brokerage/port';
import { wellFormed } from '@/lib/brokerage/read-arguments';
import type { Order } from '@/lib/brokerage/schema';
import type { Ctx } from '@/lib/db/context';
import { type Call, callAlpaca, LostAnswer } from './api';
import { type Connection, connectionOf, connectionsOf } from './connections';
import { DuplicateClientOrderId } from './errors';
import { legsOf, orderBody, toOrder } from './orders';
import { executionsOf } from './records';
import { requireChangeable, requireRules } from './rules';
import { AlpacaOrder, AnyAlpacaOrder, uuidOf } from './wire';

/** After a lost answer the broker is asked this many times whether it has the order. */
const RECONCILIATION_PAUSES_MS = [0, 300, 1_000];

const noOrder = () => new BrokerError('not_found', 'There is no such order.', { field: 'order_id' });
const unknown = () =>
  new BrokerError(
    'outcome_unknown',
    'The broker did not answer, so it is not known whether it has the order. Look it up again before anything else.',
    {
      retryAfterSeconds: 30,
    },
  );

type Found = Readonly<{ connection: Connection; wire: AlpacaOrder }>;

/** @throws BrokerError `invalid_argument` for an order that has no one instrument and side, which lists leave out */
async function readOrder(ctx: Ctx, { credentials }: Connection, call: Call, field: string, timeoutMs: number): Promise<AlpacaOrder> {
  const wire = await callAlpaca(ctx, credentials, call, AnyAlpacaOrder, timeoutMs);
  if ('symbol' in wire) return wire;
  const message =
    'This order trades several option contracts at once, which cannot be shown or changed here; its owner finds it at the broker.';
  throw new BrokerError('invalid_argument', message, { field, origin: 'portal' });
}

async function findByClientId(ctx: Ctx, connection: Connection, clientOrderId: string, timeoutMs: number): Promise<AlpacaOrder | null> {
  const call: Call = {
    host: 'trading',
    path: '/v2/orders:by_client_order_id',
    query: { client_order_id: clientOrderId, nested: 'true' },
    subject: 'order',
  };
  return absentIsNull(readOrder(ctx, connection, call, 'client_order_id', timeoutMs));
}

async function absentIsNull<T>(work: Promise<T>): Promise<T | null> {
  try {
    return await work;
  } catch (thrown) {
    if (thrown instanceof BrokerError && thrown.code === 'not_found') return null;
    throw thrown;
  }
}

const findById = (ctx: Ctx, connection: Connection, uuid: string, timeoutMs: number): Promise<AlpacaOrder | null> => {
  const call: Call = { host: 'trading', path: `/v2/orders/${uuid}`, query: { nested: 'true' }, subject: 'order' };
  return absentIsNull(readOrder(ctx, connection, call, 'order_id', timeoutMs));
};

/** An order does not say whose it is, so each of the person's connections is asked. */
async function find(ctx: Ctx, userId: string, name: OrderName, timeoutMs: number): Promise<Found> {
  const uuid = 'orderId' in name ? uuidOf(name.orderId) : null;
  const clientOrderId = 'clientOrderId' in name && isClientOrderId(name.clientOrderId) ? name.clientOrderId : null;
  if (uuid === null && clientOrderId === null) throw noOrder();
  for (const connection of await connectionsOf(ctx, userId, wellFormed(name.accountIds))) {
    const wire =
      uuid === null
        ? await findByClientId(ctx, connection, clientOrderId ?? '', timeoutMs)
        : await findById(ctx, connection, uuid, timeoutMs);
    if (wire) return { connection, wire };
  }
  throw noOrder();
}

/** The order given before under the same client order id. */
async function firstOrder(ctx: Ctx, connection: Connection, clientOrderId: string, timeoutMs: number): Promise<Order> {
  const wire = await findByClientId(ctx, connection, clientOrderId, timeoutMs);
  if (!wire) throw unknown(); // taken, says the broker, and not to be found
  const order = toOrder(connection, wire, null);
  if (ctx.now().getTime() - Date.parse(order.submittedAt) > CLIENT_ORDER_ID_HOURS * 3_600_000) {
    throw rejected('client_order_id', 'This client_order_id was used before; every order has its own.', 'client_order_id');
  }
  return order;
}

/** Whether the order arrived though its answer did not. @throws BrokerError `outcome_unknown` */
async function reconcile(ctx: Ctx, connection: Connection, clientOrderId: string, timeoutMs: number): Promise<Order> {
  for (const milliseconds of RECONCILIATION_PAUSES_MS) {
    await pause(milliseconds);
    try {
      const wire = await findByClientId(ctx, connection, clientOrderId, Math.min(timeoutMs, 2_000));
      if (wire) return toOrder(connection, wire, null);
    } catch (thrown) {
      if (!(thrown instanceof BrokerError)) throw thrown; // still no answer: ask again
    }
  }
  ctx.log.error('alpaca.outcome_unknown', { accountId: connection.accountId });
  throw unknown();
}

export function requireTrading({ isTradingEnabled }: Connection): void {
  if (!isTradingEnabled)
    throw new BrokerError('trading_not_enabled', 'Trading is off for this account: its owner switches on "Allow trading" first.');
}

/** The symbol as the broker writes it. @throws BrokerError `invalid_symbol` */
export function requireSymbol(text: string, field: string): string {
  const symbol = canonicalSymbol(text);
  if (symbol === null) throw new BrokerError('invalid_symbol', 'A symbol is 1 to 10 letters and digits, like AAPL or BRK.B.', { field });
  return symbol;
}

export async function placeOrder(ctx: Ctx, userId: string, order: NewOrder, timeoutMs: number): Promise<Order> {
  const connection = await connectionOf(ctx, userId, order.accountId);
  requireTrading(connection);
  requireRules(order);
  const body = orderBody(order, requireSymbol(order.symbol, 'symbol'));
  const call: Call = { host: 'trading', method: 'POST', path: '/v2/orders', body, subject: 'new order' };
  try {
    return toOrder(connection, await callAlpaca(ctx, connection.credentials, call, AlpacaOrder, timeoutMs), null);
  } catch (thrown) {
    if (thrown instanceof DuplicateClientOrderId) return firstOrder(ctx, connection, order.clientOrderId, timeoutMs);
    if (thrown instanceof LostAnswer) return reconcile(ctx, connection, order.clientOrderId, timeoutMs);
    throw thrown;
  }
}

const isOpen = ({ status }: Order) => status === 'open' || status === 'partially_filled';

function requireOpen({ connection, wire }: Found): void {
  if (!isOpen(toOrder(connection, wire, null)))
    throw new BrokerError('order_not_open', 'The order is no longer open.', { field: 'order_id' });
}

export async function replaceOrder(ctx: Ctx, userId: string, orderId: string, change: OrderChange, timeoutMs: number): Promise<Order> {
  const found = await find(ctx, userId, { orderId }, timeoutMs);
  requireTrading(found.connection);
  requireOpen(found);
  const { quantity, limitPrice, stopPrice } = change;
  const given = Object.entries({ qty: quantity, limit_price: limitPrice, stop_price: stopPrice }).flatMap(([name, text]) =>
    text === undefined ? [] : [[name, text] as const],
  );
  if (given.length === 0) throw invalid('quantity', 'Say what to change: quantity, limit_price or stop_price.');
  for (const [name, text] of given) readPositive(text, name === 'qty' ? 'quantity' : name);
  requireChangeable(found.wire, change);
  const path = `/v2/orders/${found.wire.id}`;
  const call: Call = { host: 'trading', method: 'PATCH', path, body: Object.fromEntries(given), subject: 'change' };
  try {
    return toOrder(found.connection, await callAlpaca(ctx, found.connection.credentials, call, AlpacaOrder, timeoutMs), null);
  } catch (thrown) {
    throw thrown instanceof LostAnswer ? unknown() : thrown;
  }
}

export async function cancelOrder(ctx: Ctx, userId: string, orderId: string, timeoutMs: number): Promise<Order> {
  const found = await find(ctx, userId, { orderId }, timeoutMs);
  const { connection, wire } = found;
  requireOpen(found);
  const call: Call = { host: 'trading', method: 'DELETE', path: `/v2/orders/${wire.id}`, subject: 'change' };
  try {
    await callAlpaca(ctx, connection.credentials, call, z.unknown(), timeoutMs);
  } catch (thrown) {
    if (!(thrown instanceof LostAnswer)) throw thrown; // canceling twice does no harm, so what the order says now decides
  }
  const after = await findById(ctx, connection, wire.id, timeoutMs);
  if (!after) throw unknown();
  return toOrder(connection, after, null);
}

export async function getOrder(ctx: Ctx, userId: string, name: OrderName, timeoutMs: number): Promise<OrderDetail> {
  const { connection, wire } = await find(ctx, userId, name, timeoutMs);
  const executions = wire.filled_qty.isZero() ? [] : await executionsOf(ctx, connection, wire, timeoutMs);
  return { order: toOrder(connection, wire, null), executions, legs: legsOf(connection, wire) };
}

// Placing, changing, canceling and looking up orders of paper accounts.
import { isClientOrderId, rejected } from '@/lib/brokerage/new-order';
import {
  BrokerError,
  CLIENT_ORDER_ID_HOURS,
  type NewOrder,
  type OrderChange,
  type OrderDetail,
  type OrderName,
} from '@/lib/brokerage/port';
import { isId, wellFormed } from '@/lib/brokerage/read-arguments';
import type { Order, OrderEstimate } from '@/lib/brokerage/schema';
import type { Ctx } from '@/lib/db/context';
import { advancePerson } from './advance';
import { cancelOnDesk, replaceOnDesk } from './change';
import { placeOnDesk, previewOnDesk } from './place';
import { findExecutionsOf } from './queries/executions';
import { findLegs, findNamedOrder, findOrder } from './queries/orders';
import { changeBooks, noAccount } from './transact';

const noOrder = () => new BrokerError('not_found', 'There is no such order.', { field: 'order_id' });

async function requireOrder(ctx: Ctx, userId: string, orderId: string): Promise<Order> {
  const order = isId(orderId) ? await findOrder(ctx, userId, orderId) : null;
  if (!order) throw noOrder();
  return order;
}

/** The order given before under this client order id. @throws BrokerError `broker_rejected` when that was more than a day ago */
async function findFirst(ctx: Ctx, userId: string, { accountId, clientOrderId }: NewOrder, time: number): Promise<Order | null> {
  if (!isClientOrderId(clientOrderId)) return null;
  const first = await findNamedOrder(ctx, userId, clientOrderId, [accountId]);
  if (first && time - Date.parse(first.submittedAt) > CLIENT_ORDER_ID_HOURS * 3_600_000) {
    throw rejected('client_order_id', 'This client_order_id was used before; every order has its own.', 'client_order_id');
  }
  return first;
}

export async function previewOrder(ctx: Ctx, userId: string, order: NewOrder): Promise<OrderEstimate> {
  if (!isId(order.accountId)) throw noAccount();
  return changeBooks(ctx, userId, order.accountId, (desk, time) => previewOnDesk(desk, order, time));
}

export async function placeOrder(ctx: Ctx, userId: string, order: NewOrder): Promise<Order> {
  if (!isId(order.accountId)) throw noAccount();
  // The first order is looked for on each version of the books: of two that arrive together the second finds the first.
  const id = await changeBooks(ctx, userId, order.accountId, async (desk, time) => {
    const first = await findFirst(ctx, userId, order, time);
    return first?.id ?? placeOnDesk(desk, order, time);
  });
  return requireOrder(ctx, userId, id);
}

export async function replaceOrder(ctx: Ctx, userId: string, orderId: string, change: OrderChange): Promise<Order> {
  const { id, accountId } = await requireOrder(ctx, userId, orderId);
  await changeBooks(ctx, userId, accountId, (desk, time) => replaceOnDesk(desk, id, change, time));
  return requireOrder(ctx, userId, id);
}

export async function cancelOrder(ctx: Ctx, userId: string, orderId: string): Promise<Order> {
  const { id, accountId } = await requireOrder(ctx, userId, orderId);
  await changeBooks(ctx, userId, accountId, (desk, time) => cancelOnDesk(desk, id, time));
  return requireOrder(ctx, userId, id);
}

export async function getOrder(ctx: Ctx, userId: string, name: OrderName): Promise<OrderDetail> {
  const find = () => {
    if ('orderId' in name) return isId(name.orderId) ? findOrder(ctx, userId, name.orderId) : null;
    return isClientOrderId(name.clientOrderId) ? findNamedOrder(ctx, userId, name.clientOrderId, wellFormed(name.accountIds)) : null;
  };
  const known = await find();
  if (!known) throw noOrder();
  await advancePerson(ctx, userId, [known.accountId]);
  const [order, executions, legs] = await Promise.all([
    requireOrder(ctx, userId, known.id),
    findExecutionsOf(ctx, userId, known.id),
    findLegs(ctx, userId, known.id),
  ]);
  return { order, executions, legs };
}

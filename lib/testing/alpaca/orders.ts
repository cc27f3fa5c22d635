// /v2/orders: placing, listing, looking up, changing and canceling.
import { paperBroker } from '@/lib/brokerage/paper/broker';
import type { NewOrder } from '@/lib/brokerage/port';
import type { Order } from '@/lib/brokerage/schema';
import { type Asked, type FakeAccount, Refusal, toWire, type WireOrder } from './wire';

const record = (body: unknown) => (body instanceof Object ? (body as Record<string, unknown>) : {});
const date = (text: string | null) => (text === null ? undefined : new Date(text));

function newOrderOf(account: FakeAccount, body: Record<string, unknown>): NewOrder {
  const text = (name: string) => (body[name] === undefined ? null : String(body[name]));
  const leg = (name: string, field: string) => {
    const value = body[name];
    return value instanceof Object && field in value ? String((value as Record<string, unknown>)[field]) : null;
  };
  return {
    accountId: account.accountId,
    symbol: String(body.symbol),
    side: body.side === 'sell' ? 'sell' : 'buy',
    quantity: text('qty'),
    notional: text('notional'),
    type: String(body.type) as NewOrder['type'],
    timeInForce: String(body.time_in_force) as NewOrder['timeInForce'],
    limitPrice: text('limit_price'),
    stopPrice: text('stop_price'),
    trailPercent: text('trail_percent'),
    extendedHours: body.extended_hours === true,
    takeProfit: leg('take_profit', 'limit_price'),
    stopLoss: leg('stop_loss', 'stop_price'),
    clientOrderId: String(body.client_order_id),
  };
}

export async function place(asked: Asked): Promise<WireOrder> {
  const { ctx, account, body } = asked;
  const order = newOrderOf(account, record(body));
  const first = await paperBroker.getOrder(ctx, account.userId, { clientOrderId: order.clientOrderId }).catch(() => null);
  if (first) throw new Refusal(422, 40010001, 'client_order_id must be unique');
  return detail(asked, { orderId: (await paperBroker.placeOrder(ctx, account.userId, order)).id });
}

async function detail({ ctx, account, names }: Asked, name: Parameters<typeof paperBroker.getOrder>[2]): Promise<WireOrder> {
  const { order, legs } = await paperBroker.getOrder(ctx, account.userId, name);
  return toWire(names, order, legs);
}

export async function orderByUuid(asked: Asked): Promise<WireOrder> {
  const [uuid] = asked.params;
  return asked.names.replacedAs(uuid) ?? detail(asked, { orderId: asked.names.idOf(uuid) });
}

export const orderByClientId = (asked: Asked): Promise<WireOrder> =>
  detail(asked, { clientOrderId: asked.query.get('client_order_id') ?? '' });

export async function listOrders({ ctx, account, names, query }: Asked): Promise<WireOrder[]> {
  const symbol = query.get('symbols') ?? undefined;
  const after = date(query.get('after'));
  const filter = { symbol, from: after && new Date(after.getTime() + 1), to: date(query.get('until')) };
  const page = await paperBroker.listOrders(ctx, account.userId, filter, { limit: 200 });
  const isOpen = ({ status }: Order) => status === 'open' || status === 'partially_filled';
  const wanted = query.get('status');
  const parents = page.orders.filter((order) => order.parentId === null && (wanted === 'all' || isOpen(order) === (wanted === 'open')));
  return parents.map((order) =>
    toWire(
      names,
      order,
      page.orders.filter(({ parentId }) => parentId === order.id),
    ),
  );
}

export async function replaceOrder(asked: Asked): Promise<WireOrder> {
  const { ctx, account, names, params, body } = asked;
  const before = await orderByUuid(asked);
  if (before.status === 'replaced') throw new Refusal(422, 42210000, 'order is already in "replaced" state');
  const { qty, limit_price, stop_price } = record(body);
  const text = (value: unknown) => (value === undefined ? undefined : String(value));
  const change = { quantity: text(qty), limitPrice: text(limit_price), stopPrice: text(stop_price) };
  const id = names.idOf(params[0]);
  const after = await paperBroker.replaceOrder(ctx, account.userId, id, change);
  names.rename(id, before);
  return toWire(names, after);
}

export async function cancelOrder({ ctx, account, names, params: [uuid] }: Asked): Promise<null> {
  if (names.replacedAs(uuid)) throw new Refusal(422, 42210000, 'order is already in "replaced" state');
  await paperBroker.cancelOrder(ctx, account.userId, names.idOf(uuid));
  return null;
}

// Alpaca's words: its ids, its refusals, and orders as its JSON.
import { createHash } from 'node:crypto';
import type { BrokerError } from '@/lib/brokerage/port';
import type { Order } from '@/lib/brokerage/schema';
import type { Ctx } from '@/lib/db/context';

export type FakeAccount = Readonly<{ userId: string; accountId: string; secretKey: string }>;

/** A request to one of the routes. */
export type Asked = Readonly<{
  ctx: Ctx;
  account: FakeAccount;
  names: OrderNames;
  query: URLSearchParams;
  body: unknown;
  params: readonly string[];
}>;

/** An answer that is no success. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly code: number,
    message: string,
  ) {
    super(message);
  }
}

/** Alpaca's words for the paper broker's refusals. */
export function refusalOf({ code, message, details }: BrokerError): Refusal {
  if (code === 'insufficient_buying_power') return new Refusal(403, 40310000, 'insufficient buying power');
  if (code === 'invalid_symbol') return new Refusal(422, 42210000, 'asset "NOSUCH" not found');
  if (code === 'order_not_open') return new Refusal(422, 42210000, 'order is already in "canceled" state');
  if (code === 'not_found') return new Refusal(404, 40410000, 'order not found');
  if (code === 'market_closed') return new Refusal(403, 40310000, 'market is closed');
  return new Refusal(422, 42210000, details.brokerMessage ?? message);
}

export const uuidOf = (id: string) => {
  const hex = createHash('sha256').update(id).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-');
};

export type WireOrder = Readonly<Record<string, unknown>>;

/** What the orders of the paper broker are called at Alpaca, where an order that is changed goes on under a new id. */
export class OrderNames {
  private readonly ids = new Map<string, string>();
  private readonly changes = new Map<string, number>();
  private readonly before = new Map<string, string>();
  private readonly replaced = new Map<string, WireOrder>();
  /** What is told of an order in place of what the books say, by client order id: fills in parts, ends that the paper market does not have. */
  readonly told = new Map<string, WireOrder>();
  /** The same of an order under the ids it had before it was changed. */
  readonly toldBefore = new Map<string, WireOrder>();

  /** Its id at Alpaca now. */
  nameOf(id: string): string {
    const uuid = uuidOf(`${id}/${this.changes.get(id) ?? 0}`);
    this.ids.set(uuid, id);
    return uuid;
  }

  /** The paper broker's id; one it does not have when there is none. */
  idOf(uuid: string | undefined): string {
    return this.ids.get(uuid ?? '') ?? 'ord_none';
  }

  /** An order that was changed, as it stays under its old id. */
  replacedAs(uuid: string | undefined): WireOrder | null {
    const order = this.replaced.get(uuid ?? '');
    return order ? { ...order, ...this.toldBefore.get(String(order.client_order_id)) } : null;
  }

  /** The id it had before the last change. */
  nameBefore(id: string): string | null {
    return this.before.get(this.nameOf(id)) ?? null;
  }

  /** Gives an order its next id. @param before as it was */
  rename(id: string, before: WireOrder): void {
    const old = this.nameOf(id);
    this.changes.set(id, (this.changes.get(id) ?? 0) + 1);
    this.before.set(this.nameOf(id), old);
    this.replaced.set(old, { ...before, status: 'replaced', replaced_by: this.nameOf(id), legs: null });
  }
}

export const toWire = (names: OrderNames, order: Order, legs: readonly Order[] = []): WireOrder => ({
  id: names.nameOf(order.id),
  client_order_id: order.clientOrderId,
  created_at: order.submittedAt,
  submitted_at: order.submittedAt,
  updated_at: order.updatedAt,
  expires_at: order.expiresAt,
  replaced_by: null,
  replaces: names.nameBefore(order.id),
  symbol: order.symbol,
  asset_class: 'us_equity',
  qty: order.quantity,
  notional: null,
  filled_qty: order.filledQuantity,
  filled_avg_price: order.averagePrice,
  order_class: legs.length > 0 ? 'bracket' : 'simple',
  type: order.type,
  side: order.side,
  time_in_force: order.timeInForce,
  limit_price: order.limitPrice,
  stop_price: order.stopPrice,
  trail_percent: order.trailPercent,
  status: order.isHeld ? 'held' : order.status === 'open' ? 'new' : order.status,
  extended_hours: order.extendedHours,
  legs: legs.length > 0 ? legs.map((leg) => toWire(names, leg)) : null,
  ...names.told.get(order.clientOrderId),
});

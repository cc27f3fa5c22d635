// The JSON of Alpaca's trading and market-data API, as publicly described; nothing of it goes further than this folder.
import { z } from 'zod';
import { Decimal, decimalText } from '@/lib/core/money';

/** Amounts come as text in the trading API and as JSON numbers in market data. */
const amount = z.union([z.string(), z.number()]).transform((value, context) => {
  try {
    const decimal = new Decimal(value);
    if (decimal.isFinite()) return decimal;
  } catch {
    // Falls through: not a number.
  }
  context.addIssue({ code: 'custom', message: 'not a number' });
  return z.NEVER;
});
const positive = amount.refine((value) => value.gt(0), 'not above zero');
const time = z.string().transform((text, context) => {
  const date = new Date(text);
  if (!Number.isNaN(date.getTime())) return date;
  context.addIssue({ code: 'custom', message: 'not a time' });
  return z.NEVER;
});

export const AlpacaError = z.object({ code: z.number().optional(), message: z.string().optional() });

export const AlpacaAccount = z.object({
  id: z.string(),
  account_number: z.string(),
  status: z.string(),
  currency: z.string(),
  cash: amount,
  buying_power: amount,
  equity: amount,
  last_equity: amount.nullish(),
  multiplier: amount.nullish(),
});

export type AlpacaAccount = z.infer<typeof AlpacaAccount>;

export const AlpacaPosition = z.object({
  asset_id: z.string(),
  symbol: z.string(),
  qty: amount,
  side: z.enum(['long', 'short']),
  avg_entry_price: amount,
  current_price: amount.nullish(),
  market_value: amount.nullish(),
  unrealized_pl: amount.nullish(),
});

const order = {
  id: z.string(),
  client_order_id: z.string(),
  submitted_at: time.nullish(),
  created_at: time,
  updated_at: time.nullish(),
  expires_at: time.nullish(),
  symbol: z.string(),
  qty: amount.nullish(),
  notional: amount.nullish(),
  filled_qty: amount,
  filled_avg_price: amount.nullish(),
  type: z.string(),
  side: z.enum(['buy', 'sell']),
  time_in_force: z.string(),
  limit_price: amount.nullish(),
  stop_price: amount.nullish(),
  trail_percent: amount.nullish(),
  status: z.string(),
  extended_hours: z.boolean(),
  order_class: z.string().nullish(),
  replaced_by: z.string().nullish(),
  replaces: z.string().nullish(),
};
const AlpacaLeg = z.object(order);
export const AlpacaOrder = z.object({ ...order, legs: z.array(AlpacaLeg).nullish() });
export type AlpacaLeg = z.infer<typeof AlpacaLeg>;
export type AlpacaOrder = z.infer<typeof AlpacaOrder>;

/** Several option contracts at once: of no one instrument and side, so it is none of our orders. Its time still tells how far a page goes. */
const MultiLegOrder = z.object({ order_class: z.literal('mleg'), submitted_at: time.nullish(), created_at: time });
export const AnyAlpacaOrder = z.union([MultiLegOrder, AlpacaOrder]);
export const AlpacaOrders = z.array(AnyAlpacaOrder);

export const AlpacaActivity = z.object({
  id: z.string(),
  activity_type: z.string(),
  transaction_time: time.nullish(),
  date: time.nullish(),
  created_at: time.nullish(),
  net_amount: amount.nullish(),
  symbol: z.string().nullish(),
  qty: amount.nullish(),
  price: amount.nullish(),
  side: z.string().nullish(),
  order_id: z.string().nullish(),
});
export type AlpacaActivity = z.infer<typeof AlpacaActivity>;

export const AlpacaAsset = z.object({
  symbol: z.string(),
  name: z.string().nullish(),
  exchange: z.string(),
  status: z.string().nullish(),
  tradable: z.boolean(),
});

export const AlpacaClock = z.object({ timestamp: time, is_open: z.boolean(), next_open: time, next_close: time });

const Snapshot = z.object({
  latestTrade: z.object({ p: amount, t: time }).nullish(),
  latestQuote: z.object({ bp: amount, bs: amount, ap: amount, as: amount, t: time }).nullish(),
});
export const AlpacaSnapshots = z.record(z.string(), Snapshot.nullable());

export const AlpacaBars = z.object({
  bars: z.array(z.object({ t: time, o: amount, h: amount, l: amount, c: amount, v: amount })).nullish(),
});

export const AlpacaHistory = z.object({
  timestamp: z.array(z.number()),
  equity: z.array(amount.nullable()),
  profit_loss: z.array(amount.nullable()),
  base_value: amount.nullish(),
});

/** Ids of ours carry a type prefix and nothing but letters and digits; a UUID is one without its dashes. */
export const orderIdOf = (uuid: string): string => `ord_${uuid.replaceAll('-', '')}`;

/** The UUID behind an order id of ours, or null when it cannot be one. */
export function uuidOf(orderId: string): string | null {
  const [, a, b, c, d, e] = /^ord_([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})$/.exec(orderId) ?? [];
  return a === undefined ? null : [a, b, c, d, e].join('-');
}

/** A quantity as it is written on our side. */
export const quantityText = (value: Decimal): string => decimalText(value);

const split = z.object({ symbol: z.string(), old_rate: positive, new_rate: positive, ex_date: z.iso.date() });
export const AlpacaCorporateActions = z.object({
  corporate_actions: z.object({ forward_splits: z.array(split).default([]), reverse_splits: z.array(split).default([]) }),
  next_page_token: z.string().nullish(),
});

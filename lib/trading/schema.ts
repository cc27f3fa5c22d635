// Trades in two steps: an AI client proposes (confirmation), confirms within two minutes, and above a value the person approves. This folder
// owns confirmations, approvals, limits at the moment of trading, and stops. Every order of an AI client reaches the broker through here.
import { z } from 'zod';
import { Environment, OrderSide, OrderStatus, OrderType, TimeInForce } from '@/lib/brokerage/schema';

export const CONFIRMATION_SECONDS = 120;
export const APPROVAL_SECONDS = 600;
/** For this long a repeated confirm_trade gives the same answer. */
export const REPEAT_HOURS = 24;
/** How far the price may move against a market order, in percent, between its proposal and the moment it is sent. */
export const COLLAR_PERCENT = 2;
/** The same order again within this time is pointed out. */
export const DUPLICATE_SECONDS = 60;
/** Whoever claims a confirmation sends its orders within this time, or leaves it to the next. */
export const LEASE_SECONDS = 15;
/** One request to a broker takes no longer; what would begin later in the lease is not sent. */
export const SENDING_SECONDS = 7;

/** An order exactly as it will be given to the broker (lib/brokerage/port.ts NewOrder without what the row holds). */
export const PlannedOrder = z.strictObject({
  symbol: z.string(),
  side: OrderSide,
  quantity: z.string().nullable(),
  notional: z.string().nullable(),
  type: OrderType,
  timeInForce: TimeInForce,
  limitPrice: z.string().nullable(),
  stopPrice: z.string().nullable(),
  trailPercent: z.string().nullable(),
  extendedHours: z.boolean(),
  takeProfit: z.string().nullable(),
  stopLoss: z.string().nullable(),
  clientOrderId: z.string(),
  /** What the market asked (to buy) or bid (to sell) when it was proposed; and the worst price a market order may be sent at: the collar. */
  referencePrice: z.string(),
  collarPrice: z.string().nullable(),
});
export type PlannedOrder = z.output<typeof PlannedOrder>;

/** An open order to be canceled, as it was when that was proposed. */
export const OrderToCancel = z.strictObject({
  orderId: z.string(),
  symbol: z.string(),
  side: OrderSide,
  type: OrderType,
  /** What is not filled yet. */
  quantity: z.string(),
});
export type OrderToCancel = z.output<typeof OrderToCancel>;

/** An open order and what changes about it. */
export const OrderToChange = z.strictObject({
  orderId: z.string(),
  clientOrderId: z.string(),
  symbol: z.string(),
  side: OrderSide,
  type: OrderType,
  timeInForce: TimeInForce,
  trailPercent: z.string().nullable(),
  extendedHours: z.boolean(),
  /** As it was when the change was proposed. */
  quantity: z.string(),
  filledQuantity: z.string(),
  limitPrice: z.string().nullable(),
  stopPrice: z.string().nullable(),
  referencePrice: z.string(),
  change: z.strictObject({ quantity: z.string().optional(), limitPrice: z.string().optional(), stopPrice: z.string().optional() }),
});
export type OrderToChange = z.output<typeof OrderToChange>;

/** What a confirmation does, in this order: cancel, then change, then place, then deploy. */
export const TradePlan = z.strictObject({
  cancel: z.array(OrderToCancel),
  replace: OrderToChange.nullable(),
  /** Sent one after the other; of a reversal, the second waits until the first has filled. */
  place: z.array(PlannedOrder),
  deploy: z.strictObject({ strategy: z.string(), symbol: z.string(), parameters: z.record(z.string(), z.string()) }).nullable(),
  /** The deployed strategy that wants this order; null when the AI client itself does. */
  strategyName: z.string().nullable().default(null),
});
export type TradePlan = z.output<typeof TradePlan>;

/** Orders the broker canceled, or had ended already; and those it did not. */
export const Cancellations = z.strictObject({ canceled: z.array(z.string()), failed: z.array(z.string()) });
export type Cancellations = z.output<typeof Cancellations>;

export const ConfirmationKind = z.enum(['place', 'replace', 'cancel', 'flatten', 'reverse', 'deploy']);
export type ConfirmationKind = z.output<typeof ConfirmationKind>;

/**
 * proposed → placing → settled | unknown → settled; proposed → awaiting_approval → placing; or it ends as discarded, declined or expired.
 * "expired" is a fact of the clock: rows are moved there by the tidy-up, every check goes by the times.
 */
export const ConfirmationState = z.enum([
  'proposed',
  'awaiting_approval',
  'placing',
  'settled',
  'unknown',
  'discarded',
  'declined',
  'expired',
]);
export type ConfirmationState = z.output<typeof ConfirmationState>;

/** What became of one order of a confirmation. */
export const TradeOrderStatus = z.enum(['waiting', 'placed', 'rejected', 'unknown', 'not_placed']);
export type TradeOrderStatus = z.output<typeof TradeOrderStatus>;

/** A trade as its person sees it, in /approvals, on an order and in JSON routes. */
export const TradeView = z.object({
  confirmationId: z.string(),
  /** Null while it was never above the person's threshold. */
  approvalId: z.string().nullable(),
  clientId: z.string(),
  clientName: z.string(),
  grantId: z.string(),
  account: z.object({ id: z.string(), name: z.string(), lastDigits: z.string(), environment: Environment }),
  kind: ConfirmationKind,
  summary: z.string(),
  warnings: z.array(z.string()),
  value: z.string(),
  currency: z.string(),
  state: ConfirmationState,
  createdAt: z.iso.datetime(),
  /** Of the approval once it waits for one, else of the confirmation. */
  expiresAt: z.iso.datetime(),
  decidedAt: z.iso.datetime().nullable(),
  orders: z.array(
    z.object({
      symbol: z.string(),
      side: OrderSide,
      type: OrderType,
      quantity: z.string().nullable(),
      notional: z.string().nullable(),
      limitPrice: z.string().nullable(),
      stopPrice: z.string().nullable(),
      timeInForce: TimeInForce,
      /** What the market asked (to buy) or bid (to sell) when it was proposed. */
      referencePrice: z.string(),
      status: TradeOrderStatus,
      orderId: z.string().nullable(),
      errorMessage: z.string().nullable(),
      /** What the broker told last; null while that is nothing that stays true. */
      progress: z.object({ status: OrderStatus, filledQuantity: z.string(), averagePrice: z.string().nullable() }).nullable(),
    }),
  ),
});
export type TradeView = z.output<typeof TradeView>;

/** Whether AI clients may trade for a person now. */
export const TradingState = z.object({
  /** "Stop all AI trading" of the person. */
  stoppedAt: z.iso.datetime().nullable(),
  /** The operator's stop, with what they said. */
  everyoneStoppedAt: z.iso.datetime().nullable(),
  reason: z.string().nullable(),
});
export type TradingState = z.output<typeof TradingState>;

export const StopTrading = z.strictObject({
  /** Also cancel working orders that open exposure. */
  cancelOpening: z.boolean(),
  /** And stops, take-profits and bracket legs too. */
  cancelExits: z.boolean(),
});
export type StopTrading = z.output<typeof StopTrading>;

// Trades, stops and accounts as the portal's pages and JSON routes speak of them.
import { z } from 'zod';
import { Account, CurrencyBalance, Order, Position, SetFirmLimits } from '@/lib/brokerage/schema';
import { TradeView, TradingState } from './schema';

/** What an instrument cost when the trade was proposed, and costs now; null while no price is known. */
export const PriceMove = z.object({ symbol: z.string(), proposed: z.string(), now: z.string().nullable() });
export type PriceMove = z.output<typeof PriceMove>;

export const ShownTrade = TradeView.extend({
  isVerified: z.boolean(),
  /** While it waits for the person; else empty. */
  prices: z.array(PriceMove),
  /** By the server's clock, 0 once it is over: the browser's clock may be wrong. */
  secondsLeft: z.int(),
});
export type ShownTrade = z.output<typeof ShownTrade>;

export const Approvals = z.object({ waiting: z.array(ShownTrade), decided: z.array(ShownTrade) });
export type Approvals = z.output<typeof Approvals>;

/** An approval says which words it is for: a trade whose price was shown anew meanwhile is read again first. */
export const Decision = z.discriminatedUnion('decision', [
  z.strictObject({ decision: z.literal('approve'), summary: z.string().max(2_000) }),
  z.strictObject({ decision: z.literal('decline') }),
]);
export type Decision = z.output<typeof Decision>;

/** How many trades wait for the person, and whether AI clients may trade. */
export const TradingNow = z.object({ waiting: z.int(), state: TradingState });
export type TradingNow = z.output<typeof TradingNow>;

export const Stopped = z.object({ canceled: z.array(z.string()), failed: z.array(z.string()) });
export type Stopped = z.output<typeof Stopped>;

export const StopEveryone = z.strictObject({
  reason: z.string().trim().min(1, 'Say why: people see it.').max(200, 'Use at most 200 characters.'),
});

export const TradingSwitch = z.strictObject({ tradingEnabled: z.boolean() });

/** Who an order comes from; null for what no AI client asked for. */
export const OrderOrigin = z.object({ clientName: z.string(), grantId: z.string(), isApproved: z.boolean() }).nullable();
export type OrderOrigin = z.output<typeof OrderOrigin>;

export const ShownOrder = Order.extend({ origin: OrderOrigin });
export type ShownOrder = z.output<typeof ShownOrder>;

export const AccountView = z.object({
  account: Account,
  /** Null while the broker does not answer; `problem` then says so. */
  book: z
    .object({
      balances: z.array(CurrencyBalance),
      positions: z.array(Position),
      openOrders: z.array(ShownOrder),
      recentOrders: z.array(ShownOrder),
    })
    .nullable(),
  problem: z.string().nullable(),
  firmLimits: SetFirmLimits,
});
export type AccountView = z.output<typeof AccountView>;

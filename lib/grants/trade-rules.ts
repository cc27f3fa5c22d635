// The finer rules of a connection: what kind of orders it may propose at all (tool-catalogue §2). Kept as one JSON value beside the limits.
import { z } from 'zod';

const Symbols = z.array(z.string().regex(/^[A-Z0-9.\-/]{1,32}$/)).max(200);

export const TradeRules = z.strictObject({
  /** Shares in one order, decimal text; null for no bound. */
  maxQuantity: z
    .string()
    .regex(/^\d{1,16}(\.\d{1,8})?$/)
    .nullable(),
  /** Only these; empty for all. */
  symbolsAllow: Symbols,
  symbolsDeny: Symbols,
  assetClasses: z.array(z.enum(['stock', 'etf'])).min(1),
  orderTypes: z.array(z.enum(['market', 'limit', 'stop', 'stop_limit', 'trailing_stop'])).min(1),
  sides: z.array(z.enum(['buy', 'sell'])).min(1),
  /** Sell more than is held. */
  allowShort: z.boolean(),
  /** `extended` also lets orders ask for pre-market and after-hours. */
  session: z.enum(['regular', 'extended']),
});
export type TradeRules = z.output<typeof TradeRules>;

/** What holds while the person set nothing. */
export const DEFAULT_TRADE_RULES: TradeRules = {
  maxQuantity: null,
  symbolsAllow: [],
  symbolsDeny: [],
  assetClasses: ['stock', 'etf'],
  orderTypes: ['market', 'limit', 'stop', 'stop_limit', 'trailing_stop'],
  sides: ['buy', 'sell'],
  allowShort: false,
  session: 'regular',
};

/** Nothing passes: what a stored value that cannot be read means. */
const NOTHING: TradeRules = { ...DEFAULT_TRADE_RULES, maxQuantity: '0' };

/** As stored; null is the default. Fails closed. */
export function readTradeRules(stored: unknown): TradeRules {
  if (stored === null || stored === undefined) return DEFAULT_TRADE_RULES;
  const parsed = TradeRules.safeParse(stored);
  return parsed.success ? parsed.data : NOTHING;
}

// The shape of an order, the same at every broker: complete, free of contradictions, amounts that are amounts. Adapters check it first,
// so that nothing odd is ever sent to a broker.
import { type Decimal, readDecimal } from '@/lib/core/money';
import { BrokerError, type NewOrder } from './port';

const CLIENT_ORDER_ID = /^[\x21-\x7e]{1,128}$/;

export const isClientOrderId = (text: string): boolean => CLIENT_ORDER_ID.test(text);

export const invalid = (field: string, message: string) => new BrokerError('invalid_argument', message, { field });

/** A refusal in the broker's name. @param brokerCode names the rule @param message made by us */
export const rejected = (brokerCode: string, message: string, field?: string) =>
  new BrokerError('broker_rejected', message, { brokerCode, brokerMessage: message, ...(field === undefined ? {} : { field }) });

/** A plain decimal above zero. @throws BrokerError `invalid_argument` */
export function readPositive(text: string, field: string): Decimal {
  const value = readDecimal(text);
  if (value?.isPositive() && !value.isZero()) return value;
  throw invalid(field, 'Give a plain decimal above zero, like "10" or "400.00".');
}

type PriceName = 'limitPrice' | 'stopPrice' | 'trailPercent';
const NEEDS: Readonly<Record<NewOrder['type'], readonly PriceName[]>> = {
  market: [],
  limit: ['limitPrice'],
  stop: ['stopPrice'],
  stop_limit: ['limitPrice', 'stopPrice'],
  trailing_stop: ['trailPercent'],
};
const FIELDS = { limitPrice: 'limit_price', stopPrice: 'stop_price', trailPercent: 'trail_percent' } as const;

/** Each type has exactly its own prices: one too many is a misunderstanding, not a detail. */
function requirePrices(order: NewOrder): void {
  for (const name of ['limitPrice', 'stopPrice', 'trailPercent'] as const) {
    const field = FIELDS[name];
    const isNeeded = NEEDS[order.type].includes(name);
    const text = order[name];
    if (isNeeded !== (text !== null)) {
      throw invalid(field, isNeeded ? `A ${order.type} order needs ${field}.` : `A ${order.type} order takes no ${field}.`);
    }
    if (text !== null) readPositive(text, field);
  }
}

/**
 * Checks what needs neither market nor account.
 * @throws BrokerError `invalid_argument`, `broker_rejected`
 */
export function requireShape(order: NewOrder): void {
  const { type, timeInForce, extendedHours, takeProfit, stopLoss, clientOrderId, quantity, notional } = order;
  const isImmediate = timeInForce === 'ioc' || timeInForce === 'fok';
  const isBracket = takeProfit !== null || stopLoss !== null;
  if (!isClientOrderId(clientOrderId))
    throw invalid('client_order_id', 'A client_order_id has 1 to 128 letters, digits and signs, without spaces.');
  requirePrices(order);
  if ((quantity === null) === (notional === null)) throw invalid('quantity', 'Give quantity or notional, one of them.');
  for (const [field, text] of Object.entries({ quantity, notional, take_profit: takeProfit, stop_loss: stopLoss })) {
    if (text !== null) readPositive(text, field);
  }
  if (isImmediate && type !== 'market' && type !== 'limit') {
    throw rejected('time_in_force', 'IOC and FOK are for market and limit orders.', 'time_in_force');
  }
  if (extendedHours && (type !== 'limit' || isImmediate)) {
    throw rejected('extended_hours', 'Extended hours take day and GTC limit orders only.', 'extended_hours');
  }
  if (isBracket && (isImmediate || extendedHours || (type !== 'market' && type !== 'limit'))) {
    const field = takeProfit === null ? 'stop_loss' : 'take_profit';
    throw rejected('bracket', 'A bracket is a day or GTC market or limit order in regular hours.', field);
  }
}

// What a trade does, in words: built by us from the stored plan and nothing else, the same in the answer to the model, the portal, mail and
// the audit trail.
import type { Account } from '@/lib/brokerage/schema';
import { displayMoney } from '@/lib/core/display-money';
import { type Decimal, moneyText } from '@/lib/core/money';
import type { ConfirmationKind, OrderToChange, PlannedOrder, TradePlan } from './schema';

export type Subject = Readonly<{
  kind: ConfirmationKind;
  plan: TradePlan;
  account: Pick<Account, 'name' | 'number' | 'environment' | 'currency'>;
  value: Decimal;
}>;

const MOST_NAMED = 10;

export function summarize({ kind, plan, account, value }: Subject): string {
  const purse = account.environment === 'live' ? 'live account, real money' : 'paper account, simulated money';
  const where = `In ${account.name} ${account.number} (${purse})`;
  const worth = value.isZero() ? '' : ` Worth about ${displayMoney(moneyText(value, account.currency), account.currency)}.`;
  const who = plan.strategyName === null ? '' : ` Wanted by the strategy ${plan.strategyName}.`;
  return `${where}: ${steps(kind, plan).join(' ')}${worth}${who}`;
}

function steps(kind: ConfirmationKind, { cancel, replace, place, deploy }: TradePlan): string[] {
  const isReversal = kind === 'reverse';
  return [
    ...(cancel.length > 0
      ? [`${cancel.length === 1 ? 'Cancel the order' : `Cancel ${cancel.length} orders`}: ${named(cancel.map(cancellation))}.`]
      : []),
    ...(replace ? [change(replace)] : []),
    ...place.map(
      (order, index) => `${isReversal && index > 0 ? 'When that has filled, ' : ''}${placement(order, isReversal && index > 0)}`,
    ),
    ...(deploy ? [deployment(deploy)] : []),
  ];
}

function named(texts: readonly string[]): string {
  const more = texts.length - MOST_NAMED;
  return more > 0 ? `${texts.slice(0, MOST_NAMED).join(', ')} and ${more} more` : texts.join(', ');
}

const TYPE_WORDS = { market: 'market', limit: 'limit', stop: 'stop', stop_limit: 'stop limit', trailing_stop: 'trailing stop' } as const;
const UNTIL = { day: 'good for the day', gtc: 'good until canceled', ioc: 'immediate or cancel', fok: 'fill or kill' } as const;

const cancellation = ({ side, quantity, symbol, type }: TradePlan['cancel'][number]) =>
  `${side} ${quantity} ${symbol} (${TYPE_WORDS[type]})`;

function placement(order: PlannedOrder, isContinued: boolean): string {
  const { side, symbol, quantity, notional, timeInForce, extendedHours, takeProfit, stopLoss, referencePrice, collarPrice } = order;
  const verb = side === 'buy' ? 'Buy' : 'Sell';
  const amount = quantity === null ? `${symbol} for ${notional}` : `${quantity} ${symbol}`;
  const bounds = [
    ...(takeProfit === null ? [] : [`take profit at ${takeProfit}`]),
    ...(stopLoss === null ? [] : [`stop loss at ${stopLoss}`]),
  ];
  const collar = collarPrice === null ? '' : `, not sent ${side === 'buy' ? 'above' : 'below'} ${collarPrice}`;
  const hours = extendedHours ? ', also in extended hours' : '';
  const legs = bounds.length === 0 ? '' : `, with ${bounds.join(' and ')}`;
  const text = `${isContinued ? verb.toLowerCase() : verb} ${amount}, ${typeAndPrices(order)}, ${UNTIL[timeInForce]}${hours}${legs}; the price is ${referencePrice}${collar}.`;
  return text;
}

/** "limit 150.00", "stop 140.00, limit 139.50": the prices name the type. */
function typeAndPrices({ type, limitPrice, stopPrice, trailPercent }: PlannedOrder): string {
  const parts = [
    ...(stopPrice === null ? [] : [`stop ${stopPrice}`]),
    ...(limitPrice === null ? [] : [`limit ${limitPrice}`]),
    ...(trailPercent === null ? [] : [`trailing stop ${trailPercent} % behind`]),
  ];
  return parts.length === 0 ? TYPE_WORDS[type] : parts.join(', ');
}

function change({ symbol, side, type, quantity, limitPrice, stopPrice, change }: OrderToChange): string {
  const parts = [
    ...(change.quantity === undefined ? [] : [`quantity from ${quantity} to ${change.quantity}`]),
    ...(change.limitPrice === undefined ? [] : [`limit from ${limitPrice} to ${change.limitPrice}`]),
    ...(change.stopPrice === undefined ? [] : [`stop from ${stopPrice} to ${change.stopPrice}`]),
  ];
  return `Change the ${TYPE_WORDS[type]} order to ${side} ${symbol}: ${parts.join(', ')}.`;
}

function deployment({ strategy, symbol, parameters }: NonNullable<TradePlan['deploy']>): string {
  const given = Object.entries(parameters).map(([name, value]) => `${name} ${value}`);
  return `Start the strategy ${strategy} on ${symbol}${given.length === 0 ? '' : ` with ${given.join(', ')}`}. It then trades by itself.`;
}

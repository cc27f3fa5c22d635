// Closing positions: their exits are canceled first, because what they promise to sell cannot be sold twice; then market orders close them.
import type { Order, Position } from '@/lib/brokerage/schema';
import { newId } from '@/lib/core/crypto';
import { Decimal, decimalText } from '@/lib/core/money';
import type { Ctx } from '@/lib/db/context';
import { toCancel } from './cancel';
import type { Caller, TradingCtx } from './context';
import { isExit, pendingOn } from './exposure';
import { type Gathered, gather } from './judgement';
import { type Amount, planOrder, readAmount, readSymbol } from './plan-order';
import { type Proposed, propose } from './propose';
import { invalidOrder, TradeRefusal } from './refusal';
import type { ConfirmationKind, PlannedOrder, TradePlan } from './schema';

/** More than can be closed within one confirmation's time. */
const MOST_POSITIONS = 30;
const FRACTION_SCALE = 6;

const noPosition = () =>
  new TradeRefusal('not_found', 'There is no position to close.', { nextStep: 'Call list_positions to see what is held.' });

/** @param percent of the position; 100 closes it @throws TradeRefusal, BrokerError */
export async function proposeFlatten(ctx: TradingCtx, caller: Caller, accountId: string, text: string, percent: Amount): Promise<Proposed> {
  const share = readAmount(percent, 'percent', 'percent');
  const { gathered, position, exits } = await positionOf(ctx, caller, accountId, text);
  const quantity = partOf(position, share);
  const isPart = share.lt(100);
  // A part that no exit has promised already can go without taking the protection of the rest away.
  const promised = pendingOn(gathered.market.openOrders, position.symbol, closingSide(position));
  const canceled = isPart && quantity.lte(new Decimal(position.quantity).minus(promised)) ? [] : exits;
  const plan = planOf([...canceled], [closing(ctx, accountId, position, quantity, gathered)]);
  const warnings = [
    ...(isPart && canceled.length > 0 ? ['rest_of_position_loses_its_exits'] : []),
    ...(hasOpening(gathered.market.openOrders, position) ? ['open_orders_could_open_it_again'] : []),
  ];
  return propose(ctx, caller, { kind: 'flatten', accountId, plan, warnings }, gathered);
}

/** Cancels every open order of the account and closes every position. @throws TradeRefusal, BrokerError */
export async function proposeFlattenAccount(ctx: TradingCtx, caller: Caller, accountId: string): Promise<Proposed> {
  const held = await ctx.broker.listPositions(ctx, caller.userId, { accountIds: [accountId] });
  if (held.length > MOST_POSITIONS)
    throw invalidOrder('account_id', `At most ${MOST_POSITIONS} positions are closed at once; close them one by one.`);
  const symbols = held.map(({ symbol }) => symbol);
  const gathered = await gather(ctx, caller, accountId, symbols);
  const positions = gathered.market.positions.filter(({ symbol }) => symbols.includes(symbol));
  const { openOrders } = gathered.market;
  if (positions.length === 0 && openOrders.length === 0) throw noPosition();
  const place = positions.map((position) => closing(ctx, accountId, position, new Decimal(position.quantity), gathered));
  const kind: ConfirmationKind = place.length === 0 ? 'cancel' : 'flatten';
  return propose(ctx, caller, { kind, accountId, plan: planOf(openOrders, place) }, gathered);
}

/** Closes a position and, once that has filled, opens the same on the other side. @throws TradeRefusal, BrokerError */
export async function proposeReverse(ctx: TradingCtx, caller: Caller, accountId: string, text: string): Promise<Proposed> {
  const { gathered, position, exits } = await positionOf(ctx, caller, accountId, text);
  const quantity = new Decimal(position.quantity);
  const legs = [closing(ctx, accountId, position, quantity, gathered), closing(ctx, accountId, position, quantity, gathered)];
  return propose(ctx, caller, { kind: 'reverse', accountId, plan: planOf(exits, legs) }, gathered);
}

async function positionOf(ctx: TradingCtx, caller: Caller, accountId: string, text: string) {
  const symbol = readSymbol(text);
  const gathered = await gather(ctx, caller, accountId, [symbol]);
  const { positions, openOrders } = gathered.market;
  const position = positions.find((held) => held.symbol === symbol);
  if (!position) throw noPosition();
  const exits = openOrders.filter((order) => order.symbol === symbol && order.side === closingSide(position) && isExit(order, positions));
  return { gathered, position, exits };
}

const closingSide = ({ side }: Position) => (side === 'long' ? 'sell' : 'buy');

const hasOpening = (orders: readonly Order[], position: Position) =>
  orders.some(({ symbol, side, leg }) => symbol === position.symbol && side !== closingSide(position) && leg === null);

/** Whole shares as far as the position is in whole shares. */
function partOf({ quantity }: Position, percent: Decimal): Decimal {
  const held = new Decimal(quantity);
  if (percent.eq(100)) return held;
  const part = held
    .times(percent)
    .div(100)
    .toDecimalPlaces(held.isInteger() ? 0 : FRACTION_SCALE, Decimal.ROUND_DOWN);
  if (part.isZero()) throw invalidOrder('percent', 'This is less than can be sold; use a higher percent.');
  return part;
}

function closing(ctx: Ctx, accountId: string, position: Position, quantity: Decimal, { market }: Gathered): PlannedOrder {
  const order = {
    accountId,
    symbol: position.symbol,
    side: closingSide(position),
    quantity: decimalText(quantity),
    notional: null,
    type: 'market' as const,
    timeInForce: 'day' as const,
    limitPrice: null,
    stopPrice: null,
    trailPercent: null,
    extendedHours: false,
    takeProfit: null,
    stopLoss: null,
    clientOrderId: newId(ctx, 'cid'),
  } as const;
  return planOrder(order, market);
}

const planOf = (canceled: readonly Order[], place: PlannedOrder[]): TradePlan => ({
  cancel: canceled.map(toCancel),
  replace: null,
  place,
  deploy: null,
  strategyName: null,
});

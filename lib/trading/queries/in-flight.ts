// Trades of an account that are on their way: claimed, and the broker may have them or get them, whatever it shows.
import { Decimal } from '@/lib/core/money';
import type { Ctx } from '@/lib/db/context';
import { type PlannedOrder, TradePlan } from '@/lib/trading/schema';

/** What an order on its way may still move. */
export type MovingOrder = Readonly<
  Pick<PlannedOrder, 'symbol' | 'side' | 'quantity' | 'notional' | 'limitPrice'> & { clientOrderId: string }
>;

export type InFlight = Readonly<{
  orders: readonly MovingOrder[];
  /** Somebody sends one of them right now, or should. */
  isSending: boolean;
  /** Trades settled from here on count as a change. */
  since: Date;
  /** Differs as soon as a trade of the account was claimed or settled. */
  mark: string;
}>;

/** A trade that is settled later than this after it was proposed was on its way when anybody looked. */
const RECENT_MS = 60 * 60 * 1000;

export const recently = ({ now }: Pick<Ctx, 'now'>): Date => new Date(now().getTime() - RECENT_MS);

/** @param except the trade that is judged */
export async function findInFlight(
  { db }: Pick<Ctx, 'db'>,
  userId: string,
  accountId: string,
  since: Date,
  except?: string,
): Promise<InFlight> {
  const others = { userId, accountId, ...(except === undefined ? {} : { id: { not: except } }) };
  const [rows, settled] = await Promise.all([
    db.tradeConfirmation.findMany({
      where: { ...others, state: { in: ['placing', 'unknown'] } },
      orderBy: { id: 'asc' },
      select: { id: true, state: true, plan: true, orders: { select: { position: true, status: true }, orderBy: { position: 'asc' } } },
    }),
    db.tradeConfirmation.count({ where: { ...others, state: 'settled', createdAt: { gte: since } } }),
  ]);
  const orders = rows.flatMap(({ plan, orders }) => {
    const steps = stepsOf(TradePlan.parse(plan));
    return orders.filter(({ status }) => status === 'waiting' || status === 'unknown').flatMap(({ position }) => steps[position] ?? []);
  });
  const mark = [settled, ...rows.map(({ id, state }) => `${id} ${state}`)].join();
  return { orders, isSending: rows.some(({ state }) => state === 'placing'), since, mark };
}

/** By position: of a change, what it adds. */
function stepsOf({ replace, place }: TradePlan): MovingOrder[] {
  if (!replace) return place;
  const { symbol, side, clientOrderId, limitPrice, quantity, change } = replace;
  const added = Decimal.max(0, new Decimal(change.quantity ?? quantity).minus(quantity));
  return [{ symbol, side, limitPrice, notional: null, quantity: added.toFixed(), clientOrderId: `${clientOrderId} change` }, ...place];
}

// What an account may still spend: Regulation T on what it is worth, less what its open orders have set aside.
import { Decimal } from '@/lib/core/money';
import { groupOf, type Holding, isWorking, priceOf, remainingOf, type WorkingOrder, ZERO } from './books';
import { openQuantity } from './bracket';
import { commissionOn } from './commission';

/** Regulation T: half of a position's value has to be the holder's own money. */
export const INITIAL_MARGIN = new Decimal('0.5');
/** FINRA rule 4210: what an account must be worth before it may borrow shares. */
export const LEAST_EQUITY_FOR_SHORTS = new Decimal(2_000);

export type Worth = Readonly<{ type: 'cash' | 'margin'; cash: Decimal; equity: Decimal; exposure: Decimal }>;

/** Before open orders. */
function spendable({ type, cash, equity, exposure }: Worth): Decimal {
  return type === 'cash' ? cash : equity.minus(exposure.times(INITIAL_MARGIN)).div(INITIAL_MARGIN);
}

/** What shares at a price take from buying power, commission included. */
export function costOf(quantity: Decimal, reserve: number): Decimal {
  const value = priceOf(reserve).times(quantity);
  return value.plus(commissionOn(quantity, value));
}

export function groupsOf(orders: readonly WorkingOrder[]): WorkingOrder[][] {
  const groups = new Map<string, WorkingOrder[]>();
  for (const order of orders) groups.set(groupOf(order), [...(groups.get(groupOf(order)) ?? []), order]);
  // The parent comes first.
  return [...groups.values()].map((group) => group.toSorted((a, b) => Number(a.leg !== null) - Number(b.leg !== null)));
}

/** What open orders of a symbol would still buy and sell, each bracket counted once. */
export type Pending = Readonly<{ buys: Decimal; sells: Decimal }>;

export function pendingOf(orders: readonly WorkingOrder[], symbol: string): Pending {
  let buys = ZERO;
  let sells = ZERO;
  const add = (side: WorkingOrder['side'], quantity: Decimal) => {
    if (side === 'buy') buys = buys.plus(quantity);
    else sells = sells.plus(quantity);
  };
  for (const group of groupsOf(orders.filter((order) => order.symbol === symbol))) {
    const [working] = group.filter(isWorking);
    if (working) add(working.side, openQuantity(group));
    // Held legs will close what their parent has filled so far.
    const held = group.find(({ status }) => status === 'held');
    const parent = group.find(({ leg }) => leg === null);
    if (held && parent) add(held.side, parent.filledQuantity);
  }
  return { buys, sells };
}

/** Whether an order adds to a position rather than closing it. Admission keeps the two kinds apart. */
export function isOpening(side: WorkingOrder['side'], held: Decimal): boolean {
  return side === 'buy' ? !held.isNegative() || held.isZero() : !held.isPositive() || held.isZero();
}

/** What open orders have set aside: those that open or enlarge a position. */
export function setAside(orders: readonly WorkingOrder[], holdings: readonly Holding[]): Decimal {
  const heldOf = (symbol: string) => holdings.find((holding) => holding.symbol === symbol)?.quantity ?? ZERO;
  return orders
    .filter((order) => isWorking(order) && order.leg === null && isOpening(order.side, heldOf(order.symbol)))
    .reduce((sum, order) => sum.plus(costOf(remainingOf(order), order.reserve)), ZERO);
}

/** What new positions may cost in all; negative when the account owes margin. */
export function buyingPowerOf(worth: Worth, aside: Decimal): Decimal {
  return spendable(worth).minus(aside);
}

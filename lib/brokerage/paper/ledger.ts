// Double entry: what a fill, a commission or a deposit does to cash, holdings and the ledger. Each transaction's entries add up to zero;
// cash is the sum of the cash entries, a holding's cost the sum of its entries in "securities".
import type { Decimal } from '@/lib/core/money';
import { type Fill, type Holding, ledgerAmount, priceOf, ZERO } from './books';
import { commissionOn } from './commission';

export type Book = 'cash' | 'securities' | 'income' | 'fees' | 'capital';
export type EntryKind = 'trade' | 'fee' | 'transfer';

export type Entry = Readonly<{
  transactionId: string;
  kind: EntryKind;
  book: Book;
  amount: Decimal;
  symbol: string | null;
  fillId: string | null;
  /** Epoch milliseconds. */
  at: number;
}>;

type NewId = (prefix: 'txn' | 'pos') => string;

export type Settlement = Readonly<{
  holding: Holding | null;
  /** What it adds to cash. */
  cash: Decimal;
  entries: readonly Entry[];
}>;

type Common = Omit<Entry, 'book' | 'amount'>;
const balanced = (common: Common, amounts: Partial<Record<Book, Decimal>>): Entry[] =>
  Object.entries(amounts)
    .filter(([, amount]) => !amount.isZero())
    .map(([book, amount]) => ({ ...common, book: book as Book, amount }));

/** Money that comes in from outside. */
export function deposit(newId: NewId, amount: Decimal, at: number): Settlement {
  const common: Common = { transactionId: newId('txn'), kind: 'transfer', symbol: null, fillId: null, at };
  return { holding: null, cash: amount, entries: balanced(common, { cash: amount, capital: amount.negated() }) };
}

/** What a holding is after a fill. Admission keeps an order from crossing from long to short or back. */
function hold(newId: NewId, held: Holding | null, { symbol, quantity, side, at }: Fill, value: Decimal): Holding | null {
  const bought = side === 'buy' ? quantity : quantity.negated();
  const worth = side === 'buy' ? value : value.negated();
  if (held === null) return { id: newId('pos'), symbol, quantity: bought, cost: worth, openedAt: new Date(at) };
  const after = held.quantity.plus(bought);
  if (after.isZero()) return null;
  if (after.isPositive() !== held.quantity.isPositive()) throw new Error(`a fill of ${symbol} would cross from long to short or back`);
  const isGrowing = after.abs().gt(held.quantity.abs());
  const released = isGrowing ? worth : ledgerAmount(held.cost.times(bought).div(held.quantity));
  return { ...held, quantity: after, cost: held.cost.plus(released) };
}

/** Books a fill and its commission. @param isFree for the shares an account is opened with */
export function settle(newId: NewId, held: Holding | null, fill: Fill, fillId: string, isFree = false): Settlement {
  const value = ledgerAmount(priceOf(fill.price).times(fill.quantity));
  const holding = hold(newId, held, fill, value);
  const cash = fill.side === 'buy' ? value.negated() : value;
  const securities = (holding?.cost ?? ZERO).minus(held?.cost ?? ZERO);
  const common = { symbol: fill.symbol, fillId, at: fill.at };
  const trade = balanced(
    { ...common, transactionId: newId('txn'), kind: 'trade' },
    { cash, securities, income: cash.plus(securities).negated() },
  );
  const fee = isFree ? ZERO : commissionOn(fill.quantity, value);
  const charged = fee.isZero() ? [] : balanced({ ...common, transactionId: newId('txn'), kind: 'fee' }, { cash: fee.negated(), fees: fee });
  return { holding, cash: cash.minus(fee), entries: [...trade, ...charged] };
}

// Checks of what callers ask with, shared by the reads of the paper broker.
import { canonicalSymbol, requireListings } from './market/symbol';
import { BrokerError, MOST_ROWS_PER_PAGE, MOST_SYMBOLS_PER_CALL, type SplitQuery } from './port';

const ID = /^[a-z]{3}_[0-9A-Za-z]{1,64}$/;

export const isId = (text: string): boolean => ID.test(text);

/** What is not shaped like an id can be nobody's, and must not reach the database (a null byte would be an error there). */
export const wellFormed = (ids: readonly string[] | undefined): string[] | null => ids?.filter(isId) ?? null;

export function requireLimit(limit: number, most = MOST_ROWS_PER_PAGE): void {
  if (!Number.isInteger(limit) || limit < 1 || limit > most) {
    throw new BrokerError('invalid_argument', `The limit is a whole number from 1 to ${most}.`, { field: 'limit' });
  }
}

export function requireTime(time: Date | undefined, field: 'from' | 'to'): Date | null {
  if (time && Number.isNaN(time.getTime())) throw new BrokerError('invalid_argument', `The ${field} time is not a time.`, { field });
  return time ?? null;
}

/** Well-formed symbols, each once; others have no splits. @throws BrokerError `invalid_argument` */
export function requireSplitQuery({ symbols, from }: SplitQuery): Readonly<{ symbols: string[]; fromMs: number }> {
  if (symbols.length > MOST_SYMBOLS_PER_CALL)
    throw new BrokerError('invalid_argument', `Ask for at most ${MOST_SYMBOLS_PER_CALL} symbols at once.`, { field: 'symbols' });
  requireTime(from, 'from');
  const known = symbols.map(canonicalSymbol).filter((symbol) => symbol !== null);
  return { symbols: [...new Set(known)], fromMs: from.getTime() };
}

/** The listed symbol asked for, or null when none was. */
export const symbolOf = (symbol: string | undefined): string | null =>
  symbol === undefined ? null : (requireListings([symbol], 'symbol')[0]?.symbol ?? null);

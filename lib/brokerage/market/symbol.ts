// Reading symbols as people and models write them. Only ASCII counts: look-alikes of other scripts are never taken for a listed symbol.
import { BrokerError } from '@/lib/brokerage/port';
import { findListing, type Listing } from './instruments';

const SYMBOL = /^[A-Za-z][A-Za-z0-9]{0,9}([./-][A-Za-z]{1,2})?$/;

/** The canonical form of something shaped like a symbol ("brk-b" is BRK.B), else null. */
export function canonicalSymbol(text: string): string | null {
  const trimmed = text.trim();
  return SYMBOL.test(trimmed) ? trimmed.toUpperCase().replace(/[/-]/, '.') : null;
}

/**
 * The listings behind the symbols, each once, in the order asked.
 * @throws BrokerError `invalid_symbol` naming those that are not listed
 */
export function requireListings(symbols: readonly string[], field: string): Listing[] {
  const found = new Map<string, Listing>();
  const unknown: string[] = [];
  for (const text of symbols) {
    const symbol = canonicalSymbol(text);
    if (symbol === null) {
      throw new BrokerError('invalid_symbol', 'A symbol is 1 to 10 letters and digits, like AAPL or BRK.B.', { field });
    }
    const listing = findListing(symbol);
    if (listing) found.set(symbol, listing);
    else unknown.push(symbol);
  }
  if (unknown.length > 0) throw new BrokerError('invalid_symbol', `No instrument has the symbol ${unknown.join(', ')}.`, { field });
  return [...found.values()];
}

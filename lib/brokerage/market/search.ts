// Finding instruments by symbol or by the words of their name.
import type { AssetClass, Instrument } from '@/lib/brokerage/schema';
import { Decimal } from '@/lib/core/money';
import { LISTINGS, type Listing } from './instruments';
import { type Hours, quoteAt, tickText } from './quote';

const EXACT_SYMBOL = 0;
const SYMBOL_PREFIX = 1;
const WHOLE_WORDS = 2;
const NAME_PREFIX = 3;
const WORD_PREFIXES = 4;

/** Lower case, compatibility forms folded (full-width letters), everything but letters and digits a gap. */
function words(text: string): string[] {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
}

type Named = Readonly<{ symbol: string; name: string; assetClass: AssetClass }>;
type Entry<T extends Named> = Readonly<{ item: T; symbol: string; name: readonly string[] }>;
/** Instruments made ready for searching. */
export type SearchIndex<T extends Named> = readonly Entry<T>[];

/** @param items better known ones first: their order breaks ties */
export function indexInstruments<T extends Named>(items: readonly T[]): SearchIndex<T> {
  return items.map((item) => ({ item, symbol: words(item.symbol).join(''), name: words(item.name.replaceAll("'", '')) }));
}

const listed = indexInstruments(LISTINGS);

/** How well an entry answers; null when not at all. Each word asked must begin a word of the name. */
function rank({ symbol, name }: Entry<Named>, asked: readonly string[]): number | null {
  const joined = asked.join('');
  if (symbol === joined) return EXACT_SYMBOL;
  if (symbol.startsWith(joined)) return SYMBOL_PREFIX;
  if (asked.every((word) => name.includes(word))) return WHOLE_WORDS;
  if (name.slice(0, asked.length).every((word, i) => word.startsWith(asked[i] ?? ''))) return NAME_PREFIX;
  return asked.every((word) => name.some((own) => own.startsWith(word))) ? WORD_PREFIXES : null;
}

/** Exact symbol, then symbols that begin with the query, then names by whole words, then by beginnings; the index's order among equals. */
export function searchInstruments<T extends Named>(
  index: SearchIndex<T>,
  query: string,
  assetClass: AssetClass | undefined,
  limit: number,
): T[] {
  const asked = words(query.replaceAll(/['’]/g, ''));
  if (asked.length === 0) return [];
  return index
    .filter(({ item }) => assetClass === undefined || item.assetClass === assetClass)
    .flatMap((entry) => {
      const place = rank(entry, asked);
      return place === null ? [] : [{ item: entry.item, place }];
    })
    .sort((a, b) => a.place - b.place) // stable
    .slice(0, limit)
    .map(({ item }) => item);
}

/** Searches the paper market. */
export const searchListings = (query: string, assetClass: AssetClass | undefined, limit: number): Listing[] =>
  searchInstruments(listed, query, assetClass, limit);

/** A listing as the port describes it, with the tick of its present price. */
export function describeListing(listing: Listing, time: number, hours: Hours): Instrument {
  const { symbol, name, exchange, assetClass } = listing;
  const { last, currency } = quoteAt(listing, time, hours);
  return { symbol, name, exchange, assetClass, currency, tickSize: tickText(new Decimal(last)), lotSize: '1', isTradable: true };
}

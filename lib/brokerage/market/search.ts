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

type Entry = Readonly<{ listing: Listing; symbol: string; name: readonly string[] }>;
const entries: readonly Entry[] = LISTINGS.map((listing) => ({
  listing,
  symbol: words(listing.symbol).join(''),
  name: words(listing.name.replaceAll("'", '')),
}));

/** How well an entry answers; null when not at all. Each word asked must begin a word of the name. */
function rank({ symbol, name }: Entry, asked: readonly string[]): number | null {
  const joined = asked.join('');
  if (symbol === joined) return EXACT_SYMBOL;
  if (symbol.startsWith(joined)) return SYMBOL_PREFIX;
  if (asked.every((word) => name.includes(word))) return WHOLE_WORDS;
  if (name.slice(0, asked.length).every((word, i) => word.startsWith(asked[i] ?? ''))) return NAME_PREFIX;
  return asked.every((word) => name.some((own) => own.startsWith(word))) ? WORD_PREFIXES : null;
}

/** Exact symbol, then symbols that begin with the query, then names by whole words, then by beginnings; better known instruments first among equals. */
export function searchListings(query: string, assetClass: AssetClass | undefined, limit: number): Listing[] {
  const asked = words(query.replaceAll(/['’]/g, ''));
  if (asked.length === 0) return [];
  return entries
    .filter(({ listing }) => assetClass === undefined || listing.assetClass === assetClass)
    .flatMap((entry) => {
      const place = rank(entry, asked);
      return place === null ? [] : [{ listing: entry.listing, place }];
    })
    .sort((a, b) => a.place - b.place) // stable: the order of the list breaks ties
    .slice(0, limit)
    .map(({ listing }) => listing);
}

/** A listing as the port describes it, with the tick of its present price. */
export function describeListing(listing: Listing, time: number, hours: Hours): Instrument {
  const { symbol, name, exchange, assetClass } = listing;
  const { last, currency } = quoteAt(listing, time, hours);
  return { symbol, name, exchange, assetClass, currency, tickSize: tickText(new Decimal(last)), lotSize: '1', isTradable: true };
}

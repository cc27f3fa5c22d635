// What a set of permissions comes to, in one line for list rows: "Reads accounts and prices. Cannot trade."
import { canTrade, type ScopeId } from '@/lib/grants/scopes';

const READS: readonly (readonly [ScopeId, string])[] = [
  ['account:read', 'accounts'],
  ['market:read', 'prices'],
  ['research:read', 'research'],
];

const DOES: readonly (readonly [ScopeId, string])[] = [
  ['orders:trade', 'place orders'],
  ['strategy:write', 'write strategies'],
  ['alerts:write', 'send alerts'],
];

const list = new Intl.ListFormat('en', { type: 'conjunction' });

/** A sentence or two; says outright when it cannot trade. */
export function scopesInWords(scopes: readonly ScopeId[]): string {
  const reads = READS.flatMap(([id, noun]) => (scopes.includes(id) ? [noun] : []));
  const does = DOES.flatMap(([id, phrase]) => (scopes.includes(id) ? [phrase] : []));
  const sentences = [
    ...(reads.length > 0 ? [`Reads ${list.format(reads)}.`] : []),
    ...(does.length > 0 ? [`Can ${list.format(does)}.`] : []),
    ...(canTrade(scopes) ? [] : ['Cannot trade.']),
  ];
  return scopes.length === 0 ? 'Nothing any more.' : sentences.join(' ');
}

// The scope catalogue (tool-catalogue §2): ids, bundles, what each means to a person, and the algebra between them. Pure data and rules.

export const SCOPE_IDS = ['account:read', 'market:read', 'research:read', 'orders:trade', 'strategy:write', 'alerts:write'] as const;
export type ScopeId = (typeof SCOPE_IDS)[number];

/** Not a right: asks for a refresh token, which every client gets anyway (mcp-oauth-requirements TK-11). */
export const OFFLINE_ACCESS = 'offline_access';

/** The read list (contract §4): the default without `scope`, and what the 401 challenge names. */
export const READ_SCOPES = ['account:read', 'market:read', 'research:read'] as const satisfies readonly ScopeId[];

export const BUNDLES = {
  'mcp:read': READ_SCOPES,
  read: ['account:read', 'market:read'],
  'mcp:trade': SCOPE_IDS,
  trade: ['account:read', 'market:read', 'orders:trade'],
} as const satisfies Record<string, readonly ScopeId[]>;
export type BundleName = keyof typeof BUNDLES;

/** `read`: looks; `write`: changes things here; `trade`: can move money. */
export type Risk = 'read' | 'write' | 'trade';

export type ScopeDescription = Readonly<{
  id: ScopeId;
  risk: Risk;
  /** A sentence without its full stop, as permission rows say it. */
  sentence: string;
  /** What it includes, in one more sentence. */
  detail: string;
}>;

export const SCOPES: readonly ScopeDescription[] = [
  {
    id: 'account:read',
    risk: 'read',
    sentence: 'Read accounts, balances, positions and orders',
    detail: 'Also executions, transactions and journal notes.',
  },
  { id: 'market:read', risk: 'read', sentence: 'Read market prices', detail: 'Quotes, price history, instruments and trading hours.' },
  {
    id: 'research:read',
    risk: 'read',
    sentence: 'Read research',
    detail: 'Traders, statistics, events, messages, past backtests and strategy files.',
  },
  {
    id: 'orders:trade',
    risk: 'trade',
    sentence: 'Place, change and cancel orders',
    detail: 'Each order needs a second step to confirm, within the limits you set. It can move money.',
  },
  {
    id: 'strategy:write',
    risk: 'write',
    sentence: 'Write strategies and run backtests',
    detail: 'Deploying one also needs permission to place orders.',
  },
  { id: 'alerts:write', risk: 'write', sentence: 'Send you alerts', detail: 'Short messages that show up in your activity.' },
];

const IDS: ReadonlySet<string> = new Set(SCOPE_IDS);

export function isScopeId(name: string): name is ScopeId {
  return IDS.has(name);
}

export function isBundle(name: string): name is BundleName {
  return Object.hasOwn(BUNDLES, name);
}

/** Splits a `scope` value at white space: known names once each in the order given, unknown ones dropped (AZ-8). */
export function parseScope(text: string): string[] {
  const names = text.split(/\s+/).filter((name) => isScopeId(name) || isBundle(name) || name === OFFLINE_ACCESS);
  return [...new Set(names)];
}

/** The scope ids that these names mean, in catalogue order; bundles expanded, `offline_access` and unknown names give none. */
export function expandScopes(names: Iterable<string>): ScopeId[] {
  const ids = new Set<ScopeId>();
  for (const name of names) {
    if (isBundle(name)) for (const id of BUNDLES[name]) ids.add(id);
    else if (isScopeId(name)) ids.add(name);
  }
  return SCOPE_IDS.filter((id) => ids.has(id));
}

/** Ids in both, in catalogue order. */
export function intersectScopes(left: Iterable<string>, right: Iterable<string>): ScopeId[] {
  const others = new Set(right);
  const ours = new Set(left);
  return SCOPE_IDS.filter((id) => ours.has(id) && others.has(id));
}

/** Ids of `wanted` that `held` lacks. */
export function missingScopes(wanted: Iterable<string>, held: Iterable<string>): ScopeId[] {
  const have = new Set(held);
  return expandScopes(wanted).filter((id) => !have.has(id));
}

/**
 * What a token's `scope` says (contract §4): the names asked for whose whole meaning was granted, then the granted ids that no such name covers.
 * @param askedNames as requested, bundles not expanded
 * @param grantedIds the rights
 */
export function describeGranted(askedNames: readonly string[], grantedIds: readonly string[]): string[] {
  const granted = new Set(grantedIds);
  const whole = askedNames.filter(
    (name) => name === OFFLINE_ACCESS || (expandScopes([name]).length > 0 && expandScopes([name]).every((id) => granted.has(id))),
  );
  const covered = new Set<string>(expandScopes(whole));
  return [...whole, ...SCOPE_IDS.filter((id) => granted.has(id) && !covered.has(id))];
}

export function canTrade(ids: Iterable<string>): boolean {
  return new Set(ids).has('orders:trade');
}

export function isReadOnly(ids: Iterable<string>): boolean {
  const read: ReadonlySet<string> = new Set(READ_SCOPES);
  return [...ids].every((id) => read.has(id));
}

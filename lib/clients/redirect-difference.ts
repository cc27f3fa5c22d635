// How an address that an app sent differs from the one that was registered, in words that repeat neither: anyone may read them.

export type DifferenceKind =
  | 'trailing_slash'
  | 'scheme'
  | 'loopback_host'
  | 'upper_case'
  | 'host'
  | 'port'
  | 'path'
  | 'query'
  | 'fragment'
  | 'user_info'
  | 'other';

export type Difference = Readonly<{ kind: DifferenceKind; sentence: string }>;

const PARTS = /^([A-Za-z][A-Za-z0-9+.-]*):(?:\/\/(?:([^/?#]*)@)?(\[[^\]]*\]|[^:/?#]*)(?::(\d*))?)?([^?#]*)(\?[^#]*)?(#.*)?$/s;
const LOOPBACK_HOSTS: ReadonlySet<string> = new Set(['127.0.0.1', '[::1]', 'localhost']);

type Parts = Readonly<{ scheme: string; userInfo: string; host: string; port: string; path: string; query: string; fragment: string }>;

function split(uri: string): Parts | null {
  const match = PARTS.exec(uri);
  if (!match) return null;
  const [, scheme = '', userInfo = '', host = '', port = '', path = '', query = '', fragment = ''] = match;
  return { scheme, userInfo, host, port, path, query, fragment };
}

/** The difference to the closest of the registered addresses; null when nothing is registered or one is equal. */
export function explainDifference(sent: string, registered: readonly string[]): (Difference & { registered: string }) | null {
  if (registered.includes(sent)) return null;
  const ranked = registered
    .map((uri) => ({ ...differenceBetween(sent, uri), registered: uri, shared: sharedLength(sent, uri) }))
    .sort((left, right) => right.shared - left.shared);
  const [closest] = ranked;
  return closest ? { kind: closest.kind, sentence: closest.sentence, registered: closest.registered } : null;
}

function sharedLength(left: string, right: string): number {
  let length = 0;
  while (length < left.length && left[length] === right[length]) length += 1;
  return length;
}

/** @param sent what the app sent; @param registered what is on file */
export function differenceBetween(sent: string, registered: string): Difference {
  const theirs = split(sent);
  const ours = split(registered);
  if (!theirs || !ours) return { kind: 'other', sentence: 'This is not the address that is registered for this key.' };
  return difference(theirs, ours, sent.toLowerCase() === registered.toLowerCase());
}

function difference(theirs: Parts, ours: Parts, isCaseOnly: boolean): Difference {
  if (isCaseOnly) return { kind: 'upper_case', sentence: 'The two addresses differ in upper and lower case letters only.' };
  if (theirs.userInfo !== ours.userInfo)
    return { kind: 'user_info', sentence: 'This address has a user name before an @; the key’s does not.' };
  if (theirs.scheme !== ours.scheme)
    return { kind: 'scheme', sentence: `This address starts with ${theirs.scheme}:, the key’s with ${ours.scheme}:.` };
  if (theirs.host !== ours.host && LOOPBACK_HOSTS.has(theirs.host) && LOOPBACK_HOSTS.has(ours.host))
    return { kind: 'loopback_host', sentence: `This address uses ${theirs.host}, the key’s ${ours.host}. They count as different.` };
  if (theirs.host !== ours.host) return { kind: 'host', sentence: 'This address is on another host than the key’s.' };
  if (theirs.path === `${ours.path}/`) return { kind: 'trailing_slash', sentence: 'This address ends with a slash; the key’s does not.' };
  if (`${theirs.path}/` === ours.path)
    return { kind: 'trailing_slash', sentence: 'The key’s address ends with a slash; this one does not.' };
  if (theirs.path !== ours.path) return { kind: 'path', sentence: 'The part after the host is not the key’s.' };
  if (theirs.port !== ours.port && !(theirs.scheme === 'http' && LOOPBACK_HOSTS.has(theirs.host)))
    return { kind: 'port', sentence: 'The port is not the key’s.' };
  if (theirs.query !== ours.query) return { kind: 'query', sentence: querySentence(theirs.query, ours.query) };
  if (theirs.fragment !== '') return { kind: 'fragment', sentence: 'This address has a # part. A redirect URI has none.' };
  return { kind: 'other', sentence: 'This is not the address that is registered for this key.' };
}

function querySentence(theirs: string, ours: string): string {
  if (ours === '') return 'This address has a ? part; the key’s does not.';
  return theirs === '' ? 'The key’s address has a ? part; this one does not.' : 'The part after the ? is not the key’s.';
}

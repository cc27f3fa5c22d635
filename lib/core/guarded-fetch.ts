// GET for URLs that strangers name, such as client metadata documents: small JSON from public hosts and nothing else (CM-1, 2, 5, 6).
// Name look-up comes first and once; every address is judged; the connection goes to those addresses and no others.
import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import type { Duplex } from 'node:stream';
import { PassThrough, type Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { hostOf, readDocumentUrl } from './document-url';
import { type Network, realNetwork } from './network';
import type { Settings } from './settings';
import { isLoopbackAddress, isPublicAddress } from './special-addresses';

export const DOCUMENT_LIMIT_BYTES = 5 * 1024;
const DEADLINE_MS = 4_000;
/** 8443 is where https goes when 443 is taken; any other port would make us a port scanner. */
export const PORTS: ReadonlySet<string> = new Set(['', '8443']);
const AT_ONCE = 16;
const AT_ONCE_PER_HOST = 2;

/**
 * `refused`: we do not connect there. `unavailable`: no document could be had, through no fault of it. `gone`: its owner took it away.
 * `invalid`: what is there is no document.
 */
const KINDS = {
  url: 'refused',
  port: 'refused',
  own_host: 'refused',
  special_address: 'refused',
  busy: 'unavailable',
  name_unknown: 'unavailable',
  unreachable: 'unavailable',
  timed_out: 'unavailable',
  withheld: 'unavailable',
  gone: 'gone',
  redirected: 'invalid',
  status: 'invalid',
  encoding: 'invalid',
  not_json: 'invalid',
  too_large: 'invalid',
} as const;
export type FetchFailure = keyof typeof KINDS;

export class GuardedFetchError extends Error {
  override name = 'GuardedFetchError';
  constructor(readonly reason: FetchFailure) {
    super(reason);
  }

  get kind(): (typeof KINDS)[FetchFailure] {
    return KINDS[this.reason];
  }
}

/** What caching needs to know (RFC 9111); empty where the header is missing. */
export type FreshnessHeaders = Readonly<{ cacheControl: string; age: string; expires: string; date: string }>;
export type FetchedDocument = Readonly<{ json: unknown; freshness: FreshnessHeaders }>;

/** @throws GuardedFetchError */
export type GuardedFetch = (url: string) => Promise<FetchedDocument>;

/** One per process: it also bounds how much is fetched at once. Calls for the same URL share one fetch. */
export function createGuardedFetch(
  settings: Pick<Settings, 'appUrl' | 'metadataTestHosts'>,
  network: Network = realNetwork,
  deadlineMs = DEADLINE_MS,
): GuardedFetch {
  const running = new Map<string, Promise<FetchedDocument>>();
  const slots = createSlots();
  const start = async (text: string): Promise<FetchedDocument> => {
    const url = acceptUrl(settings, text);
    const release = slots(url.host);
    const deadline = new AbortController();
    const timer = setTimeout(() => deadline.abort(), deadlineMs);
    try {
      return await fetchWithin(settings, network, url, deadline.signal);
    } catch (thrown) {
      if (thrown instanceof GuardedFetchError) throw thrown;
      throw new GuardedFetchError(deadline.signal.aborted ? 'timed_out' : 'unreachable');
    } finally {
      clearTimeout(timer);
      release();
    }
  };
  return (text) => {
    const shared = running.get(text);
    if (shared) return shared;
    const own = start(text).finally(() => running.delete(text));
    running.set(text, own);
    return own;
  };
}

/** Takes a place for a host and gives the function that frees it. @throws GuardedFetchError busy */
function createSlots(): (host: string) => () => void {
  let total = 0;
  const perHost = new Map<string, number>();
  const add = (host: string, change: 1 | -1): void => {
    total += change;
    const count = (perHost.get(host) ?? 0) + change;
    if (count === 0) perHost.delete(host);
    else perHost.set(host, count);
  };
  return (host) => {
    if (total >= AT_ONCE || (perHost.get(host) ?? 0) >= AT_ONCE_PER_HOST) throw new GuardedFetchError('busy');
    add(host, 1);
    return () => add(host, -1);
  };
}

function acceptUrl({ appUrl, metadataTestHosts }: Pick<Settings, 'appUrl' | 'metadataTestHosts'>, text: string): URL {
  const url = readDocumentUrl(text);
  if (!url) throw new GuardedFetchError('url');
  if (metadataTestHosts.has(hostAndPort(url))) return url;
  // Ours would answer by fetching what its own parameters name, and so on.
  if (hostOf(url) === hostOf(new URL(appUrl))) throw new GuardedFetchError('own_host');
  if (!PORTS.has(url.port)) throw new GuardedFetchError('port');
  return url;
}

function hostAndPort(url: URL): string {
  return `${url.hostname}:${url.port === '' ? '443' : url.port}`;
}

async function fetchWithin(
  { metadataTestHosts }: Pick<Settings, 'metadataTestHosts'>,
  network: Network,
  url: URL,
  signal: AbortSignal,
): Promise<FetchedDocument> {
  const isTestHost = metadataTestHosts.has(hostAndPort(url));
  const host = hostOf(url);
  const addresses = await judgedAddresses(network, host, isTestHost, signal);
  const answer = await get(url, () => network.connect({ host, port: Number(url.port || '443'), addresses }), signal);
  try {
    checkHead(answer);
    return { json: parseJson(await readBody(answer, signal)), freshness: freshness(answer) };
  } finally {
    answer.destroy();
  }
}

/**
 * Where the name leads, if we may connect to all of it: public addresses only, or also loopback where that was allowed for this host.
 * @throws GuardedFetchError name_unknown, special_address, timed_out
 */
export async function judgedAddresses(
  network: Network,
  host: string,
  isLoopbackAllowed: boolean,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const addresses = await unlessAborted(network.resolve(host, isLoopbackAllowed, signal), signal);
  if (addresses.length === 0) throw new GuardedFetchError('name_unknown');
  const isAllowed = (address: string) => isPublicAddress(address) || (isLoopbackAllowed && isLoopbackAddress(address));
  if (!addresses.every(isAllowed)) throw new GuardedFetchError('special_address');
  return addresses;
}

/** A look-up that never answers must not outlive the deadline. */
function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => reject(new GuardedFetchError('timed_out')), { once: true });
    work.then(resolve, () => reject(new GuardedFetchError('name_unknown')));
  });
}

/** With `createConnection` node:https uses no agent: no pooled connection, no look-up of its own, no proxy from the environment. */
function get(url: URL, createConnection: () => Duplex, signal: AbortSignal): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const headers = { accept: 'application/json', 'accept-encoding': 'identity', 'user-agent': 'client-center' };
    const outgoing = request(url, { createConnection, signal, headers }, resolve);
    outgoing.on('error', reject);
    outgoing.end();
  });
}

function checkHead({ statusCode = 0, headers }: IncomingMessage): void {
  if (statusCode >= 300 && statusCode < 400) throw new GuardedFetchError('redirected');
  if (statusCode === 404 || statusCode === 410) throw new GuardedFetchError('gone');
  // Vendors' bot protection answers servers with 403 or 429 although the document is there for everyone else.
  if ([401, 403, 429].includes(statusCode) || statusCode >= 500) throw new GuardedFetchError('withheld');
  if (statusCode !== 200) throw new GuardedFetchError('status');
  const mediaType = (headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  if (!/^application\/([a-z0-9.!#$&^_-]+\+)?json$/.test(mediaType)) throw new GuardedFetchError('not_json');
  if (Number(headers['content-length'] ?? 0) > DOCUMENT_LIMIT_BYTES) throw new GuardedFetchError('too_large');
}

/** Both what arrives and what it unpacks to are counted, and given up at the limit. */
async function readBody(answer: IncomingMessage, signal: AbortSignal): Promise<Buffer> {
  const chunks: Buffer[] = [];
  await pipeline(
    answer,
    atMost,
    decoder(answer.headers['content-encoding']),
    async (source: AsyncIterable<Buffer>) => {
      for await (const chunk of atMost(source)) chunks.push(chunk);
    },
    { signal },
  );
  return Buffer.concat(chunks);
}

async function* atMost(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let size = 0;
  for await (const chunk of source) {
    size += chunk.byteLength;
    if (size > DOCUMENT_LIMIT_BYTES) throw new GuardedFetchError('too_large');
    yield chunk;
  }
}

function decoder(encoding: string | undefined): Transform {
  switch (encoding?.trim().toLowerCase() ?? 'identity') {
    case 'identity':
      return new PassThrough();
    case 'gzip':
      return createGunzip();
    case 'deflate':
      return createInflate();
    case 'br':
      return createBrotliDecompress();
    default:
      throw new GuardedFetchError('encoding'); // asked for none; sent something rare
  }
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    throw new GuardedFetchError('not_json');
  }
}

function freshness({ headers }: IncomingMessage): FreshnessHeaders {
  return {
    cacheControl: headers['cache-control'] ?? '',
    age: headers.age ?? '',
    expires: headers.expires ?? '',
    date: headers.date ?? '',
  };
}

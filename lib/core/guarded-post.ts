// POST to addresses that strangers name, such as webhook receivers: the same rules as guarded-fetch.ts. The name is looked up once, every
// address is judged, the connection goes to those addresses and no others; redirects are not followed and the answer's body is not read.
import { request as requestPlain } from 'node:http';
import { request } from 'node:https';
import { DOCUMENT_URL_LIMIT, hostOf } from './document-url';
import { type FetchFailure, GuardedFetchError, judgedAddresses, PORTS } from './guarded-fetch';
import { type Network, realNetwork } from './network';
import { isLoopbackHost, type Settings } from './settings';

const DEADLINE_MS = 10_000;

type Where = Pick<Settings, 'appUrl' | 'isLoopback'>;
export type PostMessage = Readonly<{ url: string; headers: Readonly<Record<string, string>>; body: string }>;

/** @returns the status of the answer, whatever it is @throws GuardedFetchError when there was none */
export type GuardedPost = (message: PostMessage) => Promise<number>;

/** Installed on this computer, it may post to this computer, as a developer's receiver is. */
const isLocal = ({ isLoopback }: Where, url: URL) => isLoopback && isLoopbackHost(url.hostname);

/**
 * Whether we would post there as far as the address itself tells; what its name leads to is judged at each post.
 * https on port 443 or 8443; also http, on any port, on this computer while APP_URL is there.
 * @throws GuardedFetchError url, port, own_host
 */
export function acceptPostUrl(where: Where, text: string): URL {
  const url = text.length <= DOCUMENT_URL_LIMIT && URL.canParse(text) ? new URL(text) : null;
  // The text must be what a parser makes of it: no spelling behind which two readers could see different addresses.
  if (!url || url.href !== text || url.username !== '' || url.password !== '' || url.hash !== '') throw new GuardedFetchError('url');
  if (url.origin === new URL(where.appUrl).origin) throw new GuardedFetchError('own_host');
  if (isLocal(where, url) && (url.protocol === 'http:' || url.protocol === 'https:')) return url;
  if (url.protocol !== 'https:') throw new GuardedFetchError('url');
  if (hostOf(url) === hostOf(new URL(where.appUrl))) throw new GuardedFetchError('own_host');
  if (!PORTS.has(url.port)) throw new GuardedFetchError('port');
  return url;
}

/** Posts within a deadline that covers look-up, connection and the answer's head. */
export function createGuardedPost(where: Where, network: Network = realNetwork, deadlineMs = DEADLINE_MS): GuardedPost {
  return async ({ url: text, headers, body }) => {
    const url = acceptPostUrl(where, text);
    const deadline = new AbortController();
    const timer = setTimeout(() => deadline.abort(), deadlineMs);
    try {
      const host = hostOf(url);
      const addresses = await judgedAddresses(network, host, isLocal(where, url), deadline.signal);
      const isPlain = url.protocol === 'http:';
      const target = { host, port: Number(url.port || (isPlain ? '80' : '443')), addresses, isPlain };
      return await statusOf(url, { headers, body, signal: deadline.signal }, () => network.connect(target));
    } catch (thrown) {
      if (thrown instanceof GuardedFetchError) throw thrown;
      const reason: FetchFailure = deadline.signal.aborted ? 'timed_out' : 'unreachable';
      throw new GuardedFetchError(reason);
    } finally {
      clearTimeout(timer);
    }
  };
}

type Sent = Readonly<{ headers: Readonly<Record<string, string>>; body: string; signal: AbortSignal }>;

function statusOf(url: URL, { headers, body, signal }: Sent, createConnection: () => ReturnType<Network['connect']>): Promise<number> {
  return new Promise((resolve, reject) => {
    const send = url.protocol === 'http:' ? requestPlain : request;
    const length = String(Buffer.byteLength(body));
    const all = { ...headers, 'content-length': length, 'user-agent': 'client-center', connection: 'close' };
    const outgoing = send(url, { method: 'POST', createConnection, signal, headers: all }, (answer) => {
      answer.destroy();
      resolve(answer.statusCode ?? 0);
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

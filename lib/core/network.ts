// Names to addresses, and TLS to given addresses: the two steps of an outgoing request, apart so that the addresses can be judged between.
import { lookup as lookUp, Resolver } from 'node:dns/promises';
import { connect as connectPlain, isIP, type LookupFunction } from 'node:net';
import type { Duplex } from 'node:stream';
import { connect } from 'node:tls';

export type ConnectTarget = Readonly<{
  host: string;
  port: number;
  addresses: readonly string[];
  /** Without TLS: for receivers on this computer. */
  isPlain?: boolean;
}>;

export type Network = Readonly<{
  /**
   * Every address of the name; none when it has none.
   * @param isLocal also read the hosts file, for names of this computer
   */
  resolve: (host: string, isLocal: boolean, signal: AbortSignal) => Promise<readonly string[]>;
  /** TLS (unless plain) to one of these addresses, checked against `host`. Looks up nothing. */
  connect: (target: ConnectTarget) => Duplex;
}>;

export const realNetwork: Network = { resolve: resolveHost, connect: (target) => connectTo(target) };

const QUERY_TIMEOUT_MS = 1_500;

/**
 * Asks DNS itself: the system's look-up would occupy a thread that password hashing needs, for as long as a hostile server likes, and
 * cannot be called off.
 */
async function resolveHost(host: string, isLocal: boolean, signal: AbortSignal): Promise<readonly string[]> {
  if (isIP(host) !== 0) return [host];
  if (isLocal) return (await lookUp(host, { all: true })).map(({ address }) => address);
  if (host === 'localhost' || host.endsWith('.localhost')) return ['127.0.0.1', '::1']; // RFC 6761 §6.3
  const resolver = new Resolver({ timeout: QUERY_TIMEOUT_MS, tries: 2 });
  signal.addEventListener('abort', () => resolver.cancel(), { once: true });
  const answers = await Promise.allSettled([resolver.resolve4(host), resolver.resolve6(host)]);
  return answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
}

/** @param authorities certificates to trust instead of the system's */
export function connectTo({ host, port, addresses, isPlain = false }: ConnectTarget, authorities?: string): Duplex {
  const judged = addresses.map((address) => ({ address, family: isIP(address) }));
  const lookup: LookupFunction = (_host, { all }, done) => {
    const [first] = judged;
    if (!first) done(new Error('no address'), '', 4);
    else if (all) done(null, judged);
    else done(null, first.address, first.family);
  };
  if (isPlain) return connectPlain({ host, port, lookup });
  return connect({
    host,
    port,
    servername: isIP(host) === 0 ? host : '', // RFC 6066 §3: no address in SNI
    ALPNProtocols: ['http/1.1'],
    ...(authorities === undefined ? {} : { ca: authorities }),
    lookup,
  });
}

// A relay before PostgreSQL or Redis that can be cut, to take the service away from a server under test.
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export const REDIS_URL = process.env.TEST_REDIS_URL ?? 'redis://127.0.0.1:6379';

export type Relay = Readonly<{
  url: string;
  cut: () => Promise<void>;
  restore: () => Promise<void>;
  /** Stays connected and passes nothing on, like a host that hangs. */
  silence: () => void;
  close: () => Promise<void>;
}>;

/** Listens on a free port and passes everything on to where the URL points, until it is cut; `restore` brings it back. */
export async function relayTo(url: string): Promise<Relay> {
  const target = new URL(url);
  const defaultPort = target.protocol.startsWith('redis') ? 6379 : 5432;
  const sockets = new Set<Socket>();
  const accept = (client: Socket) => {
    const upstream = connect(Number(target.port || defaultPort), target.hostname);
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => socket.destroy());
      socket.once('close', () => sockets.delete(socket));
    }
    client.pipe(upstream).pipe(client);
  };
  let server = createServer(accept);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  const cut = () =>
    new Promise<void>((done) => {
      server.close(() => done());
      for (const socket of sockets) socket.destroy();
    });
  const silence = () => {
    for (const socket of sockets) socket.pause();
  };
  const restore = () => {
    server = createServer(accept);
    return new Promise<void>((done) => server.listen(port, '127.0.0.1', done));
  };
  const relayed = new URL(url);
  relayed.hostname = '127.0.0.1';
  relayed.port = String(port);
  return { url: relayed.href, cut, restore, silence, close: cut };
}

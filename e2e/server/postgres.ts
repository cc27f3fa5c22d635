// An empty PostgreSQL database of its own for one test, and a relay that can be cut to take the database away.
import { randomBytes } from 'node:crypto';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { administer, databaseUrl, POSTGRES_URL } from '@/lib/testing/templates';

export async function createEmptyDatabase(): Promise<{ url: string; drop: () => Promise<void> }> {
  const name = `client_center_e2e_${randomBytes(6).toString('hex')}`;
  await administer(`CREATE DATABASE ${name}`);
  return { url: databaseUrl(name), drop: () => administer(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`) };
}

/** Listens on a free port and passes everything on to PostgreSQL, until it is cut; `restore` brings it back. */
export async function relayTo(
  url: string,
): Promise<{ url: string; cut: () => Promise<void>; restore: () => Promise<void>; close: () => Promise<void> }> {
  const target = new URL(POSTGRES_URL);
  const sockets = new Set<Socket>();
  const accept = (client: Socket) => {
    const upstream = connect(Number(target.port || 5432), target.hostname);
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
  const restore = () => {
    server = createServer(accept);
    return new Promise<void>((done) => server.listen(port, '127.0.0.1', done));
  };
  const relayed = new URL(url);
  relayed.hostname = '127.0.0.1';
  relayed.port = String(port);
  return { url: relayed.href, cut, restore, close: cut };
}

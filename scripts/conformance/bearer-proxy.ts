// The suite cannot send a token. This passes everything on with one, Host included: the suite forges it to test for DNS rebinding.
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';

/** @returns where it listens; localhost, because the rebinding scenario insists */
export async function startBearerProxy(target: string, token: string): Promise<{ origin: string; close: () => void }> {
  const { port } = new URL(target);
  const server = createServer((incoming, outgoing) => {
    const headers = { ...incoming.headers, authorization: `Bearer ${token}` };
    const passed = request({ host: 'localhost', port, method: incoming.method, path: incoming.url, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    passed.once('error', () => outgoing.destroy());
    outgoing.once('close', () => passed.destroy()); // an abandoned stream ends on the server too
    incoming.pipe(passed);
  });
  await new Promise<void>((done) => server.listen(0, 'localhost', done));
  const close = () => {
    server.close();
    server.closeAllConnections();
  };
  return { origin: `http://localhost:${(server.address() as AddressInfo).port}`, close };
}

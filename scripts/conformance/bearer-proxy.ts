// The suite cannot send a token. This passes everything on with one, Host included: the suite forges it to test for DNS rebinding. It does
// what a client does when its token is refused: connects anew and asks again. The suite calls the first tool of the list, `disconnect`.
import { createServer, type IncomingMessage, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

export type BearerProxy = Readonly<{ origin: string; connectAnew: () => Promise<void>; close: () => void }>;

/** It listens on localhost, because the rebinding scenario insists. */
export async function startBearerProxy(target: string, newToken: () => Promise<string>): Promise<BearerProxy> {
  const { port } = new URL(target);
  let token = await newToken();
  const connectAnew = async () => {
    token = await newToken();
  };
  const server = createServer(async (incoming, outgoing) => {
    const body = await buffer(incoming);
    const send = () =>
      new Promise<IncomingMessage>((resolve, reject) => {
        const headers = { ...incoming.headers, authorization: `Bearer ${token}` };
        const passed = request({ host: 'localhost', port, method: incoming.method, path: incoming.url, headers }, resolve);
        passed.once('error', reject);
        outgoing.once('close', () => passed.destroy()); // an abandoned stream ends on the server too
        passed.end(body);
      });
    try {
      let answer = await send();
      if (answer.statusCode === 401) {
        answer.resume();
        await connectAnew();
        answer = await send();
      }
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    } catch {
      outgoing.destroy(); // the suite reports it
    }
  });
  await new Promise<void>((done) => server.listen(0, 'localhost', done));
  const close = () => {
    server.close();
    server.closeAllConnections();
  };
  return { origin: `http://localhost:${(server.address() as AddressInfo).port}`, connectAnew, close };
}

// What no well-behaved client sends, byte for byte, at the server all files share: a 4xx that says why, never a failure, never a socket kept.
import { connect } from 'node:net';
import { expect, test } from '@playwright/test';

/** Sends the bytes and resolves with everything that came until the other side closed. */
function exchange(origin: string, bytes: string): Promise<string> {
  const { port } = new URL(origin);
  return new Promise((resolve, reject) => {
    let text = '';
    const socket = connect({ port: Number(port), host: '127.0.0.1' }, () => socket.write(bytes, 'latin1'));
    socket.on('data', (chunk: Buffer) => {
      text += chunk.toString('latin1');
    });
    socket.once('error', reject);
    socket.once('close', () => resolve(text));
  });
}

const statusOf = (answer: string) => Number(/^HTTP\/1\.1 (\d{3}) /.exec(answer)?.[1] ?? 0);
const hostOf = (origin: string) => new URL(origin).host;

/** A request that asks to close, so that the end of the answer is the end of the connection. */
const message = (origin: string, line: string, headers: readonly string[] = [], body = '') =>
  [`${line} HTTP/1.1`, `Host: ${hostOf(origin)}`, 'Connection: close', ...headers, '', body].join('\r\n');

const FORM = 'Content-Type: application/x-www-form-urlencoded';

const REFUSED: readonly (readonly [status: number, line: string, headers?: readonly string[], body?: string])[] = [
  // Framing that two readers could understand differently.
  [400, 'POST /oauth/token', [FORM, 'Content-Length: 6', 'Transfer-Encoding: chunked'], '0\r\n\r\n'],
  [400, 'POST /oauth/token', [FORM, 'Content-Length: 3', 'Content-Length: 5'], 'a=b'],
  [400, 'POST /oauth/token', [FORM, 'Transfer-Encoding: chunked, identity'], '3\r\na=b\r\n0\r\n\r\n'],
  [400, 'POST /oauth/token', [FORM, 'Transfer-Encoding : chunked'], '3\r\na=b\r\n0\r\n\r\n'],
  [400, 'GET /healthz', ['X-Folded: a\r\n b']],
  [400, 'GET /healthz', ['X-Null: a\0b']],
  [400, 'GET /healthz', ['Host: other.example']],
  [431, 'GET /healthz', Array.from({ length: 300 }, (_, index) => `X-${index}: a`)],
  // Targets that are no path of this server.
  [400, 'OPTIONS *'],
  [400, 'GET *'],
  [400, 'GET http://other.example/healthz'],
  [400, 'GET http://other.example/sign-in/passkey'],
  [400, 'GET ftp://other.example/'],
  [400, 'GET /docs/%E0%A4%A'],
  [400, 'GET /api/keys/%E0%A4%A'],
  [400, 'POST /mcp/u/%E0%A4%A', ['Content-Length: 0']],
  // Methods that nothing here has; pages are read only, so nothing of Next that takes a body can be reached.
  [405, 'TRACE /api/keys'],
  [405, 'TRACE /sign-in/passkey'],
  [405, 'PROPFIND /api/keys'],
  [405, 'POST /', [`Next-Action: ${'0'.repeat(42)}`, 'Content-Type: text/plain', 'Content-Length: 2'], '[]'],
  [405, 'PUT /sign-in/passkey', ['Content-Length: 2'], '{}'],
];

test('a request that cannot be read, or that nothing here takes, is refused with the reason and without a redirect', async ({
  baseURL,
}) => {
  const origin = baseURL ?? '';
  for (const [status, line, headers, body] of REFUSED) {
    const answer = await exchange(origin, message(origin, line, headers, body));
    expect(statusOf(answer), `${line} ${headers?.[0]?.slice(0, 60) ?? ''}`).toBe(status);
    expect(answer).not.toMatch(/^location:/im);
    expect(answer).not.toContain('Internal Server Error');
  }
});

test('the target may carry our own origin, as proxies write it', async ({ baseURL }) => {
  const origin = baseURL ?? '';
  const answer = await exchange(origin, message(origin, `GET ${origin}/healthz?x=1`));
  expect(statusOf(answer)).toBe(200);
  expect(answer).toContain('{"status":"ok"}');
});

test('a wish to change the protocol is passed over: the request is answered, and the connection stays under our timeouts', async ({
  baseURL,
}) => {
  const origin = baseURL ?? '';
  await fetch(`${origin}/sign-in/passkey`); // Next listens for upgrades from its first request on
  const webSocket = ['Upgrade: websocket', 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==', 'Sec-WebSocket-Version: 13'];
  const wishes = [['GET /healthz', ['Upgrade: h2c'], 200] as const, ['GET /_next/none', webSocket, 404] as const];
  for (const [line, headers, status] of wishes) {
    const connection = 'Connection: Upgrade, close';
    const bytes = message(origin, line, headers).replace('Connection: close', connection);
    expect(statusOf(await exchange(origin, bytes)), line).toBe(status);
  }
});

test('pictures are not fetched and resized for anybody', async ({ baseURL }) => {
  const answer = await fetch(`${baseURL}/_next/image?url=%2Fsign-out&w=64&q=75`);
  expect(answer.status).toBe(404);
});

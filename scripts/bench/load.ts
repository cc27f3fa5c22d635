// A closed loop on raw keep-alive sockets: each connection sends, waits for the whole answer, checks it, sends again.
import { connect, type Socket } from 'node:net';

export type Load = Readonly<{
  port: number;
  connections: number;
  seconds: number;
  /** The bytes of the next request. */
  next: () => Buffer;
  /** Whether the answer is the expected one. */
  isGood: (head: string, body: string) => boolean;
}>;

export type Measured = Readonly<{ perSecond: number; p50Ms: number; p99Ms: number; errors: number; firstError: string | null }>;

export async function run({ port, connections, seconds, next, isGood }: Load): Promise<Measured> {
  const latencies: number[] = [];
  let errors = 0;
  let firstError: string | null = null;
  const begun = performance.now();
  const end = begun + seconds * 1000;
  const worker = async () => {
    const socket = await open(port);
    const read = reader(socket);
    while (performance.now() < end) {
      const sentAt = performance.now();
      socket.write(next());
      const { head, body } = await read();
      latencies.push(performance.now() - sentAt);
      if (isGood(head, body)) continue;
      errors += 1;
      firstError ??= `${head.slice(0, 300)}\n${body.slice(0, 300)}`;
    }
    socket.destroy();
  };
  await Promise.all(Array.from({ length: connections }, worker));
  const elapsedSeconds = (performance.now() - begun) / 1000;
  latencies.sort((a, b) => a - b);
  const quantile = (part: number) => latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * part))] ?? 0;
  return { perSecond: latencies.length / elapsedSeconds, p50Ms: quantile(0.5), p99Ms: quantile(0.99), errors, firstError };
}

function open(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true }, () => resolve(socket));
    socket.once('error', reject);
  });
}

/** Reads one answer after another: by Content-Length, or chunked up to the last chunk. */
function reader(socket: Socket): () => Promise<{ head: string; body: string }> {
  let buffered = '';
  let settle: { resolve: (answer: { head: string; body: string }) => void; reject: (reason: Error) => void } | null = null;
  const deliver = () => {
    const headEnd = buffered.indexOf('\r\n\r\n');
    if (!settle || headEnd === -1) return;
    const head = buffered.slice(0, headEnd);
    const bodyStart = headEnd + 4;
    const length = /^content-length: *(\d+)/im.exec(head)?.[1];
    const lastChunk = length === undefined ? buffered.indexOf('0\r\n\r\n', bodyStart) : -1;
    const end = length === undefined ? lastChunk + 5 : bodyStart + Number(length);
    if (length === undefined ? lastChunk === -1 : buffered.length < end) return;
    const body = buffered.slice(bodyStart, end);
    buffered = buffered.slice(end);
    settle.resolve({ head, body });
    settle = null;
  };
  socket.setEncoding('latin1'); // one character a byte, so that lengths agree
  socket.on('data', (chunk) => {
    buffered += chunk;
    deliver();
  });
  const fail = () => settle?.reject(new Error('The server closed the connection.'));
  socket.on('close', fail);
  socket.on('error', fail);
  return () =>
    new Promise((resolve, reject) => {
      settle = { resolve, reject };
      deliver();
    });
}

/** A POST as bytes. */
export function post(port: number, path: string, headers: Readonly<Record<string, string>>, body: string): Buffer {
  const lines = Object.entries({ host: `localhost:${port}`, ...headers, 'content-length': String(Buffer.byteLength(body)) });
  return Buffer.from(`POST ${path} HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}`).join('\r\n')}\r\n\r\n${body}`);
}

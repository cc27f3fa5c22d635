// An https server on this computer for what the product fetches.

import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterAll } from 'vitest';
import { connectTo, type Network, realNetwork } from '@/lib/core/network';
import { TEST_CERTIFICATE, TEST_PRIVATE_KEY } from './test-certificate';

export type HttpsServer = Readonly<{ port: number; requests: IncomingMessage[] }>;

/** Listens on 127.0.0.1 until the file's tests are over. */
export async function startHttpsServer(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<HttpsServer> {
  const requests: IncomingMessage[] = [];
  const server = createServer({ cert: TEST_CERTIFICATE, key: TEST_PRIVATE_KEY }, (request, response) => {
    requests.push(request);
    answer(request, response);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  afterAll(() => {
    server.closeAllConnections();
    return new Promise<void>((done) => server.close(() => done()));
  });
  return { port: (server.address() as AddressInfo).port, requests };
}

/** The real network, which also trusts the test certificate. */
export const testNetwork: Network = { ...realNetwork, connect: (target) => connectTo(target, TEST_CERTIFICATE) };

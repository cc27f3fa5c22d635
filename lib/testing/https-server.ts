// An https server on this computer for what the product fetches: its certificate is made for tests and trusted nowhere else.

import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterAll } from 'vitest';
import { connectTo, type Network, realNetwork } from '@/lib/core/network';

/** For localhost, 127.0.0.1, [::1], *.apps.example and *.apps.test. */
export const TEST_CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIIB3zCCAYagAwIBAgIUA6SwLefS0T74RziECuIxFZypNEcwCgYIKoZIzj0EAwIw
HjEcMBoGA1UEAwwTQ2xpZW50IENlbnRlciB0ZXN0czAgFw0yNjExMjAxMjA4Mzha
GA8yMTI2MTAyNzEyMDgzOFowHjEcMBoGA1UEAwwTQ2xpZW50IENlbnRlciB0ZXN0
czBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABEVz6o4RbNkuheLDrupLSVKhdSK/
UDXZFpPQNLIUxvYIyj9UO9mv8BWvlwT9KJM5aRciaGaFYclR+aDmGSNsi0KjgZ8w
gZwwHQYDVR0OBBYEFEk8X6HdKd5zmEAvQcGs7OakB6MCMB8GA1UdIwQYMBaAFEk8
X6HdKd5zmEAvQcGs7OakB6MCMA8GA1UdEwEB/wQFMAMBAf8wSQYDVR0RBEIwQIIJ
bG9jYWxob3N0gg4qLmFwcHMuZXhhbXBsZYILKi5hcHBzLnRlc3SHBH8AAAGHEAAA
AAAAAAAAAAAAAAAAAAEwCgYIKoZIzj0EAwIDRwAwRAIgEtcKu3x35t3b+SDKe+um
gXoEHMC5MN/bRlUCNNEFQfsCIC034i8kn7k416r4QD6CEKAabWb64s1f2tbwtkiv
Lvz7
-----END CERTIFICATE-----`;
const PRIVATE_KEY = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg1pLJkFtLRbsgDiO7
aoRrFQK9ve0aeGAna8XVb67Al22hRANCAARFc+qOEWzZLoXiw67qS0lSoXUiv1A1
2RaT0DSyFMb2CMo/VDvZr/AVr5cE/SiTOWkXImhmhWHJUfmg5hkjbItC
-----END PRIVATE KEY-----`;

export type HttpsServer = Readonly<{ port: number; requests: IncomingMessage[] }>;

/** Listens on 127.0.0.1 until the file's tests are over. */
export async function startHttpsServer(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<HttpsServer> {
  const requests: IncomingMessage[] = [];
  const server = createServer({ cert: TEST_CERTIFICATE, key: PRIVATE_KEY }, (request, response) => {
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

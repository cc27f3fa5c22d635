import { writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { TEST_CERTIFICATE, TEST_PRIVATE_KEY } from '../../lib/testing/test-certificate';
import { freePort, freshDataDir, type Running, startProcess } from './process';

// The real process, its real name look-up and its real trust in certificates: what tests in one process replace.

const running: Running[] = [];
let vendor: Server;
let documentUrl = '';

test.beforeAll(async () => {
  vendor = createServer({ cert: TEST_CERTIFICATE, key: TEST_PRIVATE_KEY }, (_request, response) => {
    const body = JSON.stringify({ client_id: documentUrl, client_name: 'Local app', redirect_uris: ['http://127.0.0.1/cb'] });
    response.writeHead(200, { 'content-type': 'application/json' }).end(body);
  });
  await new Promise<void>((done) => vendor.listen(0, '127.0.0.1', done));
  documentUrl = `https://localhost:${(vendor.address() as AddressInfo).port}/client.json`;
});

test.afterAll(() => {
  vendor.closeAllConnections();
  vendor.close();
});

test.afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.stop('SIGKILL')));
});

async function start(environment: Record<string, string>): Promise<Running> {
  const dataDir = freshDataDir();
  const certificate = join(dataDir, 'authority.pem');
  writeFileSync(certificate, TEST_CERTIFICATE);
  const server = startProcess(await freePort(), { DATA_DIR: dataDir, NODE_EXTRA_CA_CERTS: certificate, ...environment });
  running.push(server);
  return server;
}

function authorize({ origin }: Running): Promise<Response> {
  const parameters = {
    response_type: 'code',
    client_id: documentUrl,
    redirect_uri: 'http://127.0.0.1:9/cb',
    code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
    code_challenge_method: 'S256',
  };
  return fetch(`${origin}/oauth/authorize?${new URLSearchParams(parameters)}`, { redirect: 'manual' });
}

test('METADATA_TEST_HOSTS lets a document on this computer be read', async () => {
  const server = await start({ METADATA_TEST_HOSTS: new URL(documentUrl).host });
  await server.ready;
  const answer = await authorize(server);
  expect(answer.status).toBe(303);
  expect(answer.headers.get('location')).toMatch(/^\/oauth\/consent\?request=req_/);
});

test('without it nothing on this computer is read', async () => {
  const server = await start({});
  await server.ready;
  const answer = await authorize(server);
  expect([answer.status, answer.headers.get('location')]).toEqual([400, null]);
  expect(await answer.text()).toContain('This app’s address cannot be read');
});

test('with a public APP_URL it stops the start', async () => {
  const server = await start({ METADATA_TEST_HOSTS: 'localhost:4545', APP_URL: 'https://center.example' });
  expect(await server.exited).toBe(1);
  expect(server.output()).toContain('METADATA_TEST_HOSTS');
});

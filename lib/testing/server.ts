// The endpoint table behind a real socket, on a free port, with the test's context: what server.mjs does without Next.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { afterAll } from 'vitest';
import { parseSettings } from '@/lib/core/settings';
import type { Application } from '@/lib/web/application';
import { isDirect, serveDirect } from '@/lib/web/endpoints';
import { type TestCtx, type TestOptions, testContext } from './context';

export type TestServer = Readonly<{ origin: string; ctx: TestCtx; application: Application }>;

/** Listens on localhost; `ctx.settings.appUrl` is its origin. Closed after the file's tests. */
export async function startTestServer(options: TestOptions = {}): Promise<TestServer> {
  const base = await testContext(options);
  let application: Application | undefined;
  const listener = getRequestListener(
    (request) => {
      if (!application) throw new Error('not started');
      return isDirect(pathAndQuery(request.url)) ? serveDirect(application, request) : new Response('A page of Next', { status: 404 });
    },
    { overrideGlobalObjects: false },
  );
  const server = createServer(listener);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const origin = `http://localhost:${(server.address() as AddressInfo).port}`;
  const settings = parseSettings({ SECRET_KEY: base.settings.secretKey ?? '', APP_URL: origin, ...options.environment });
  const ctx: TestCtx = { ...base, settings };
  application = {
    ctx,
    steps: [],
    notice: null,
    newRequestId: () => 'test-request',
    requestLog: () => ctx.log,
    isDirect,
    serveDirect,
    unavailablePage: () => Promise.resolve(null),
    observe: () => undefined,
    beginStop: () => undefined,
    close: () => Promise.resolve(),
  };
  afterAll(() => {
    server.closeAllConnections();
    return new Promise<void>((done) => server.close(() => done()));
  });
  return { origin, ctx, application };
}

function pathAndQuery(url: string): string {
  const { pathname, search } = new URL(url);
  return pathname + search;
}

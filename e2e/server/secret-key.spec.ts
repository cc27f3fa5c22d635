// SECRET_KEY changed between two starts: with the old one as SECRET_KEY_PREVIOUS people stay signed in, and are moved to the new one.
import { expect, test } from '@playwright/test';
import { cookieHeader, signedUpBrowser } from '@/lib/testing/sign-up';
import { freePort, freshDataDir, type Running, startProcess } from './process';

const [OLD, NEW] = [Buffer.alloc(32, 1).toString('base64url'), Buffer.alloc(32, 2).toString('base64url')];

let server: Running | undefined;
test.afterEach(() => server?.stop('SIGKILL'));
test.setTimeout(240_000);

test('a browser goes on through the change, and without the old key afterwards', async () => {
  const [port, dataDir] = [await freePort(), freshDataDir()];
  const restart = async (environment: Record<string, string>) => {
    await server?.stop();
    server = startProcess(port, { DATA_DIR: dataDir, ...environment });
    await server.ready;
    return server.origin;
  };
  const account = async (origin: string, cookie: string) => {
    const answer = await fetch(`${origin}/account`, { headers: { cookie }, redirect: 'manual' });
    return { status: answer.status, cookies: answer.headers.getSetCookie().map((line) => line.split(';')[0] ?? '') };
  };

  const before = cookieHeader(await signedUpBrowser(await restart({ SECRET_KEY: OLD }), 'ada@example.com'));
  const during = await account(await restart({ SECRET_KEY: NEW, SECRET_KEY_PREVIOUS: OLD }), before);
  expect(during.status).toBe(200);
  const [renewed = ''] = during.cookies.filter((cookie) => cookie.startsWith('cc_session='));
  const origin = await restart({ SECRET_KEY: NEW });
  expect(await account(origin, renewed)).toEqual({ status: 200, cookies: [] });
  expect((await account(origin, before)).status).toBe(307);
});

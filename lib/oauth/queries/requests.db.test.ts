// Connections that wait to be finished: told to the browser that began, for ten minutes, while they can be finished at all.
import { beforeEach, expect, it } from 'vitest';
import { sha256 } from '@/lib/core/crypto';
import { authorizeUrl, type Key, newChallenge, seedKey, signedInBrowser } from '@/lib/testing/oauth';
import { startTestServer } from '@/lib/testing/server';
import { listOpenRequests } from './requests';

const server = await startTestServer();
const { ctx } = server;
const person = await signedInBrowser(server);
const elsewhere = await signedInBrowser(server);

let key: Key;
beforeEach(async () => {
  key = await seedKey(server, person.userId);
});

const begin = (browser = person.browser) => browser.get(authorizeUrl(key, newChallenge().challenge, { prompt: 'consent' }));
const waiting = async (browser = person.browser) => {
  const requests = await listOpenRequests(ctx, sha256(browser.cookies.get('cc_browser') ?? ''));
  return requests.filter(({ client }) => client.name === 'Assistant').length;
};
const startAnew = () => ctx.db.authorizationRequest.deleteMany();

it('are listed in the browser that began and in no other, and only that one can finish them', async () => {
  await startAnew();
  const page = await begin();
  await begin(elsewhere.browser);
  expect([await waiting(), await waiting(elsewhere.browser)]).toEqual([1, 1]);
  expect((await elsewhere.browser.get(page.url)).text).toContain('This request began in another browser');
  expect((await person.browser.get(page.url)).status).toBe(200);
});

it('are gone after ten minutes, and so is the page', async () => {
  await startAnew();
  const page = await begin();
  ctx.clock.advanceSeconds(599);
  expect(await waiting()).toBe(1);
  ctx.clock.advanceSeconds(1);
  expect(await waiting()).toBe(0);
  expect((await person.browser.get(page.url)).text).toContain('This request has expired');
});

it('are gone once answered, and while the key is disabled', async () => {
  await startAnew();
  await person.browser.press(await begin(), 'Deny');
  expect(await waiting()).toBe(0);
  await begin();
  await ctx.db.client.update({ where: { id: key.id }, data: { disabledAt: ctx.now() } });
  expect(await waiting()).toBe(0);
});

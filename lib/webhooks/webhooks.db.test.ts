// Outgoing webhooks against a receiver on a real socket, from the facts as the application makes them to what arrives.
import { createHmac } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { appendEvent } from '@/lib/audit/queries/events';
import { paperBroker } from '@/lib/brokerage/paper/broker';
import { updateTradingEnabled } from '@/lib/brokerage/queries/accounts';
import { newId } from '@/lib/core/crypto';
import { Refused } from '@/lib/core/errors';
import { createGuardedPost } from '@/lib/core/guarded-post';
import { inTransaction } from '@/lib/db/context';
import { mintToken, revokeMints } from '@/lib/embedding/mint';
import { createPlatform, setPlatformDisabled } from '@/lib/embedding/platforms';
import { addPlatformUser, setPlatformUserDisabled } from '@/lib/embedding/users';
import { SCOPE_IDS } from '@/lib/grants/scopes';
import { seedConnection } from '@/lib/testing/connection';
import { testContext } from '@/lib/testing/context';
import { startHttpsServer, testNetwork } from '@/lib/testing/https-server';
import { createSender, retryDelayMs } from './deliver';
import { addEndpoint, removeEndpoint, rotateEndpointSecret, sendAgain, sendTest, setEndpointDisabled } from './endpoints';
import { listDeliveries, listDeliveriesAbout } from './queries/deliveries';
import { listEndpoints } from './queries/endpoints';
import { MOST_ATTEMPTS, NewEndpoint, WEBHOOK_EVENTS } from './schema';

const ctx = await testContext();
const sender = createSender({ ...ctx, post: createGuardedPost(ctx.settings, testNetwork) });
/** Gives up soon: for receivers that never answer. */
const impatient = createSender({ ...ctx, post: createGuardedPost(ctx.settings, testNetwork, 1_500) });

type Received = { headers: IncomingHttpHeaders; body: string; path: string };
let received: Received[] = [];
/** The status per path; 0 gives no answer until it is released. */
const answers = new Map<string, number>();
const held: ServerResponse[] = [];
const receiver = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const path = request.url ?? '';
    received.push({ headers: request.headers, body: Buffer.concat(chunks).toString(), path });
    const status = answers.get(path) ?? 204;
    if (status === 0) held.push(response);
    else response.writeHead(status, status === 302 ? { location: '/elsewhere' } : {}).end();
  });
});
await new Promise<void>((done) => receiver.listen(0, '127.0.0.1', done));
afterAll(() => {
  receiver.closeAllConnections();
  receiver.close();
});
const at = (path: string) => `http://127.0.0.1:${(receiver.address() as AddressInfo).port}${path}`;

const openAccounts = (context: typeof ctx, userId: string) => paperBroker.openAccounts(context, userId);

async function seedPlatform() {
  const { userId: ownerId } = await seedConnection(ctx);
  const { clientId } = await createPlatform(ctx, ownerId, { name: 'Embedder', scopes: [...SCOPE_IDS] });
  const platform = { id: clientId, ownerId };
  const { userId } = await addPlatformUser(ctx, platform, { name: 'Ada' }, (inside, id) =>
    openAccounts({ ...ctx, ...inside } as typeof ctx, id),
  );
  return { platform, userId };
}

let platform: { id: string; ownerId: string };
let userId: string;
let path: string;
beforeEach(async () => {
  await ctx.db.webhookEndpoint.deleteMany(); // what earlier tests left waiting
  ({ platform, userId } = await seedPlatform());
  path = `/${newId(ctx, 'hook')}`;
  received = [];
});

const allEvents = Object.keys(WEBHOOK_EVENTS);
const endpointAt = (url: string, events = allEvents) => addEndpoint(ctx, platform, NewEndpoint.parse({ label: 'Backend', url, events }));
const mint = (who = userId, by = platform) =>
  mintToken(ctx, { platform: { ...by, scopes: SCOPE_IDS }, userId: who, scopeNames: ['read', 'trade'] });
async function send(): Promise<void> {
  await sender.step();
  await sender.idle();
}
const types = () => received.map(({ body }) => JSON.parse(body).type).sort();

/** As Standard Webhooks tells receivers to. */
function isSigned({ headers, body }: Received, secret: string): boolean {
  const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`;
  const expected = `v1,${createHmac('sha256', Buffer.from(secret.slice('whsec_'.length), 'base64'))
    .update(signed)
    .digest('base64')}`;
  return String(headers['webhook-signature']).split(' ').includes(expected);
}

describe('what a platform hears', () => {
  it('is what happened to its users, signed so that a receiver can check it', async () => {
    const { secret } = await endpointAt(at(path));
    const { mintId } = await mint();
    const [account] = await paperBroker.listAccounts(ctx, userId);
    const accountId = account?.id ?? '';
    await updateTradingEnabled(ctx, userId, accountId, true);
    ctx.clock.advanceSeconds(60);
    const plain = {
      notional: null,
      limitPrice: null,
      stopPrice: null,
      trailPercent: null,
      extendedHours: false,
      takeProfit: null,
      stopLoss: null,
    };
    const order = { ...plain, accountId, symbol: 'KO', side: 'buy', quantity: '2', type: 'market', timeInForce: 'day' } as const;
    const { id: orderId } = await paperBroker.placeOrder(ctx, userId, { ...order, clientOrderId: 'first' });
    ctx.clock.advanceSeconds(5);
    expect((await paperBroker.getOrder(ctx, userId, { orderId })).order.status).toBe('filled');
    await setPlatformUserDisabled(ctx, platform, userId, true);
    await send();

    expect(types()).toEqual(['grant.allowed', 'grant.revoked', 'order.filled', 'user_token.minted']);
    expect(received.every((message) => isSigned(message, secret))).toBe(true);
    expect(received.some((message) => isSigned(message, `whsec_${Buffer.alloc(32).toString('base64')}`))).toBe(false);
    const bodies = received.map(({ body }) => JSON.parse(body));
    expect(bodies.every(({ data }) => data.user_id === userId)).toBe(true);
    const filled = bodies.find(({ type }) => type === 'order.filled');
    expect(filled.data).toMatchObject({
      order_id: orderId,
      symbol: 'KO',
      side: 'buy',
      quantity: '2',
      currency: 'USD',
      environment: 'paper',
    });
    expect(filled.data.average_price).toMatch(/^\d+(\.\d+)?$/);
    expect(filled.timestamp).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    expect(bodies.find(({ type }) => type === 'user_token.minted').data).toMatchObject({ mint_id: mintId, scopes: ['read', 'trade'] });
    expect(bodies.find(({ type }) => type === 'grant.revoked').data.reason).toBe('platform_user_disabled');
    expect(await listDeliveries(ctx, platform.id, 10)).toMatchObject(Array(4).fill({ state: 'delivered', attempts: 1, lastStatus: 204 }));
  });

  it('is never about people of their own, users of another platform, or events it did not ask for', async () => {
    await endpointAt(at(path), ['grant.allowed', 'trade.placed']);
    const other = await seedPlatform();
    await mint(other.userId, other.platform);
    const person = await seedConnection(ctx); // has a grant of their own
    for (const about of [person.userId, platform.ownerId, other.userId]) await appendEvent(ctx, { userId: about, name: 'tool.called' });
    await ctx.db.auditEvent.create({ data: { userId: person.userId, name: 'trade.placed', detail: {}, at: ctx.now() } });
    await revokeMints(ctx, platform, {});
    await send();
    expect(received).toEqual([]);
    await ctx.db.auditEvent.create({ data: { userId, name: 'trade.placed', detail: { order: 'ord_1' }, at: ctx.now() } });
    await mint();
    await send();
    expect(types()).toEqual(['grant.allowed', 'trade.placed']);
    expect(await listDeliveriesAbout(ctx, person.userId, { from: undefined, after: null, limit: 10 })).toEqual([]);
    const mine = await listDeliveriesAbout(ctx, userId, { from: undefined, after: null, limit: 10 });
    expect(mine.map(({ event }) => event).sort()).toEqual(['grant.allowed', 'trade.placed']);
  });

  it('is nothing that was rolled back', async () => {
    await endpointAt(at(path));
    const failing = inTransaction(ctx, async (inside) => {
      await mintToken(inside, { platform: { ...platform, scopes: SCOPE_IDS }, userId, scopeNames: ['read'] });
      throw new Error('never mind');
    });
    await expect(failing).rejects.toThrow('never mind');
    expect(await listDeliveries(ctx, platform.id, 10)).toEqual([]);
  });

  it('is nothing while endpoint or platform are disabled', async () => {
    const { id } = await endpointAt(at(path));
    await setEndpointDisabled(ctx, platform, id, true);
    await mint();
    await setEndpointDisabled(ctx, platform, id, false);
    await setPlatformDisabled(ctx, platform, true);
    await ctx.db.auditEvent.create({ data: { userId, name: 'trade.placed', detail: {}, at: ctx.now() } });
    expect(await listDeliveries(ctx, platform.id, 10)).toEqual([]);
  });
});

describe('a delivery that fails', () => {
  it.each([500, 302, 0])('with %d is tried again later, under the same id, until it arrives', async (status) => {
    const { id } = await endpointAt(at(path));
    answers.set(path, status);
    await sendTest(ctx, platform, id);
    const first = status === 0 ? impatient : sender;
    await first.step();
    await first.idle();
    await send(); // not due yet
    expect(received).toHaveLength(1);
    const [waiting] = await listDeliveries(ctx, platform.id, 1);
    expect(waiting).toMatchObject({ state: 'pending', attempts: 1, lastStatus: status || null, lastError: status ? null : 'timed_out' });
    answers.set(path, 200);
    ctx.clock.advanceSeconds(20);
    await send();
    expect(received.map(({ headers }) => headers['webhook-id'])).toEqual(Array(2).fill(waiting?.id));
    expect(await listDeliveries(ctx, platform.id, 1)).toMatchObject([{ state: 'delivered', attempts: 2 }]);
    expect(await listEndpoints(ctx, platform.id)).toMatchObject([{ failingSince: null }]);
  });

  it('is given up after eight attempts over about a day; the owner may send it again', async () => {
    const { id } = await endpointAt(at(path));
    answers.set(path, 503);
    await sendTest(ctx, platform, id);
    for (let attempt = 0; attempt < MOST_ATTEMPTS + 2; attempt += 1) {
      await send();
      ctx.clock.advanceSeconds(24 * 3600 * 0.9);
    }
    expect(received).toHaveLength(5); // by then the endpoint has failed for three days
    expect(await listEndpoints(ctx, platform.id)).toMatchObject([{ disabledFor: 'failing' }]);
    const spent = Array.from({ length: MOST_ATTEMPTS - 1 }, (_, index) => retryDelayMs({ random: () => new Uint8Array([128]) }, index + 1));
    expect(spent.reduce((sum, delay) => sum + delay, 0) / 3_600_000).toBeCloseTo(22.8, 0);
    await ctx.db.webhookDelivery.updateMany({ where: { endpointId: id }, data: { attempts: MOST_ATTEMPTS - 1 } });
    await setEndpointDisabled(ctx, platform, id, false);
    await send();
    const [failed] = await listDeliveries(ctx, platform.id, 1);
    expect(failed).toMatchObject({ state: 'failed', attempts: MOST_ATTEMPTS, nextAttemptAt: null });
    await sendAgain(ctx, platform, failed?.id ?? '');
    await expect(sendAgain(ctx, platform, failed?.id ?? '')).rejects.toThrow('on its way');
    answers.set(path, 200);
    await send();
    expect(await listDeliveries(ctx, platform.id, 1)).toMatchObject([{ state: 'delivered', id: failed?.id }]);
  });

  it('with 410 disables the endpoint at once, and its owner reads so', async () => {
    const { id } = await endpointAt(at(path));
    answers.set(path, 410);
    await sendTest(ctx, platform, id);
    await send();
    expect(await listEndpoints(ctx, platform.id)).toMatchObject([{ disabledFor: 'gone' }]);
    expect(await ctx.db.auditEvent.count({ where: { userId: platform.ownerId, name: 'webhook.stopped' } })).toBe(1);
    await expect(sendTest(ctx, platform, id)).rejects.toThrow('disabled');
  });

  it('does not hold up the other endpoints', async () => {
    const { id: slow } = await endpointAt(at(path));
    answers.set(path, 0);
    for (let index = 0; index < 6; index += 1) await sendTest(ctx, platform, slow);
    const { id } = await endpointAt(at('/quick'));
    await sendTest(ctx, platform, id);
    await sender.step();
    await sender.step();
    await vi.waitFor(
      () => expect(received.map((message) => message.path).sort()).toEqual([path, path, path, path, '/quick'].sort()),
      20_000,
    );
    for (const response of held.splice(0)) response.end();
    await sender.idle();
  });
});

it('several workers send each message once', async () => {
  const { id } = await endpointAt(at(path));
  for (let index = 0; index < 4; index += 1) await sendTest(ctx, platform, id);
  const workers = Array.from({ length: 4 }, () => createSender({ ...ctx, post: createGuardedPost(ctx.settings, testNetwork) }));
  await Promise.all(workers.map((worker) => worker.step()));
  await Promise.all(workers.map((worker) => worker.idle()));
  expect(new Set(received.map(({ headers }) => headers['webhook-id'])).size).toBe(4);
  expect(received).toHaveLength(4);
});

it('a rotated secret signs beside the one before for a day', async () => {
  const { id, secret: first } = await endpointAt(at(path));
  const { secret: second } = await rotateEndpointSecret(ctx, platform, id);
  await sendTest(ctx, platform, id);
  await send();
  expect(received.map((message) => [isSigned(message, first), isSigned(message, second)])).toEqual([[true, true]]);
  ctx.clock.advanceSeconds(24 * 3600);
  await sendTest(ctx, platform, id);
  await send();
  expect(received.slice(1).map((message) => [isSigned(message, first), isSigned(message, second)])).toEqual([[false, true]]);
  const stored = JSON.stringify(await ctx.db.webhookEndpoint.findMany());
  expect(stored).not.toContain(second.slice('whsec_'.length, 30));
});

describe('where it goes', () => {
  const offLoopback = { ...ctx.settings, appUrl: 'https://portal.example', isLoopback: false };

  it('over https, with the certificate checked', async () => {
    const server = await startHttpsServer((_request, response) => response.writeHead(200).end());
    const { id } = await endpointAt(`https://localhost:${server.port}/hook`);
    await sendTest(ctx, platform, id);
    await send();
    expect(server.requests.map(({ method }) => method)).toEqual(['POST']);
    const untrusting = createGuardedPost(ctx.settings);
    await expect(untrusting({ url: `https://localhost:${server.port}/hook`, headers: {}, body: '' })).rejects.toThrow('unreachable');
  });

  it.each([
    ['http://hooks.example/x', 'url'],
    ['https://user:secret@hooks.example/', 'url'],
    ['https://hooks.example/#x', 'url'],
    ['https://HOOKS.example/x', 'url'],
    ['ftp://hooks.example/', 'url'],
    ['https://hooks.example:22/x', 'port'],
    ['https://portal.example/oauth/token', 'own_host'],
    ['http://127.0.0.1:9/x', 'url'],
    ['https://10.0.0.1/x', 'special_address'],
    ['https://169.254.169.254/latest/meta-data/', 'special_address'],
    ['https://[::1]/x', 'special_address'],
    ['https://[::ffff:a00:1]/x', 'special_address'],
    ['https://localhost/x', 'special_address'],
  ])('never to %s (%s)', async (url, reason) => {
    await expect(createGuardedPost(offLoopback, testNetwork)({ url, headers: {}, body: '' })).rejects.toThrow(reason);
    const add = addEndpoint({ ...ctx, settings: offLoopback }, platform, { label: 'x', url, events: ['order.filled'] });
    await expect(add).rejects.toBeInstanceOf(Refused);
  });

  it('nor where a public name leads to a private address', async () => {
    const network = { ...testNetwork, resolve: async () => ['203.0.114.9', '192.168.0.7'] };
    await expect(createGuardedPost(offLoopback, network)({ url: 'https://hooks.example/', headers: {}, body: '' })).rejects.toThrow(
      'special_address',
    );
  });
});

it('the code that docs/webhooks.md shows knows our messages from others', async () => {
  const [, code = ''] = /```js\n([\s\S]*?)```/.exec(await readFile('docs/webhooks.md', 'utf8')) ?? [];
  const { isOurs } = await import(`data:text/javascript,${encodeURIComponent(code)}`);
  const { id, secret } = await endpointAt(at(path));
  await sendTest(ctx, platform, id);
  await send();
  const { headers, body } = received[0]!;
  vi.useFakeTimers({ toFake: ['Date'], now: ctx.now() });
  expect(isOurs(secret, headers, body)).toBe(true);
  expect(isOurs(secret, headers, `${body} `)).toBe(false);
  expect(isOurs(`whsec_${Buffer.alloc(32).toString('base64')}`, headers, body)).toBe(false);
  vi.setSystemTime(ctx.now().getTime() + 301_000);
  expect(isOurs(secret, headers, body)).toBe(false);
  vi.useRealTimers();
});

it("another owner's endpoints and deliveries are out of reach", async () => {
  const { id } = await endpointAt(at(path));
  await sendTest(ctx, platform, id);
  await send();
  const [delivery] = await listDeliveries(ctx, platform.id, 1);
  const other = (await seedPlatform()).platform;
  await expect(sendTest(ctx, other, id)).rejects.toThrow('no such endpoint');
  await expect(removeEndpoint(ctx, other, id)).rejects.toThrow('no such endpoint');
  await expect(rotateEndpointSecret(ctx, other, id)).rejects.toThrow('no such endpoint');
  await expect(setEndpointDisabled(ctx, other, id, true)).rejects.toThrow('no such endpoint');
  await expect(sendAgain(ctx, other, delivery?.id ?? '')).rejects.toThrow();
  await removeEndpoint(ctx, platform, id);
  expect(await listDeliveries(ctx, platform.id, 1)).toEqual([]);
});

// A local server that speaks Alpaca's REST API as publicly described, for tests. Behind it is the paper broker; each key pair is one account.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { BrokerError } from '@/lib/brokerage/port';
import type { Ctx } from '@/lib/db/context';
import { account, activities, history, positions } from './account';
import { asset, assets, bars, clock, corporateActions, snapshots } from './market';
import { cancelOrder, listOrders, orderByClientId, orderByUuid, place, replaceOrder } from './orders';
import { type Asked, type FakeAccount, OrderNames, Refusal, refusalOf, type WireOrder } from './wire';

/** What goes wrong with the next matching requests. */
export type Fault = Readonly<{
  method: string;
  path: RegExp;
  /** `before`: the request is not carried out; `after`: it is, but its answer is lost. */
  when: 'before' | 'after';
  how: 'drop' | 'hang' | Readonly<{ status: number; body?: string; headers?: Record<string, string> }>;
  times: number;
}>;

export type AlpacaServer = Readonly<{
  url: string;
  requests: { method: string; path: string; headers: IncomingMessage['headers']; body: string }[];
  faults: Fault[];
  /** What is told of an order in place of what its books say, by client order id. */
  told: Map<string, WireOrder>;
  /** The same of an order under the ids it had before it was changed. */
  toldBefore: Map<string, WireOrder>;
  close: () => Promise<void>;
}>;

const ROUTES: readonly (readonly [method: string, path: RegExp, answer: (asked: Asked) => unknown])[] = [
  ['GET', /^\/v2\/account$/, account],
  ['GET', /^\/v2\/account\/portfolio\/history$/, history],
  ['GET', /^\/v2\/account\/activities$/, activities],
  ['GET', /^\/v2\/positions$/, positions],
  ['GET', /^\/v2\/orders$/, listOrders],
  ['POST', /^\/v2\/orders$/, place],
  ['GET', /^\/v2\/orders:by_client_order_id$/, orderByClientId],
  ['GET', /^\/v2\/orders\/([\w-]+)$/, orderByUuid],
  ['PATCH', /^\/v2\/orders\/([\w-]+)$/, replaceOrder],
  ['DELETE', /^\/v2\/orders\/([\w-]+)$/, cancelOrder],
  ['GET', /^\/v2\/assets$/, assets],
  ['GET', /^\/v2\/assets\/([\w.]+)$/, asset],
  ['GET', /^\/v2\/clock$/, clock],
  ['GET', /^\/v1beta1\/corporate-actions$/, corporateActions],
  ['GET', /^\/v2\/stocks\/snapshots$/, snapshots],
  ['GET', /^\/v2\/stocks\/([\w.]+)\/bars$/, bars],
];

async function answer(
  ctx: Ctx,
  accounts: ReadonlyMap<string, FakeAccount>,
  names: OrderNames,
  request: IncomingMessage,
  body: string,
): Promise<{ status: number; body: unknown }> {
  const own = accounts.get(String(request.headers['apca-api-key-id']));
  if (!own || own.secretKey !== request.headers['apca-api-secret-key']) return { status: 401, body: { message: 'unauthorized.' } };
  const { pathname, searchParams: query } = new URL(request.url ?? '/', 'http://alpaca');
  for (const [method, path, work] of ROUTES) {
    const found = path.exec(pathname);
    if (!found || method !== request.method) continue;
    try {
      const result = await work({ ctx, account: own, names, query, params: found.slice(1), body: body === '' ? null : JSON.parse(body) });
      return { status: result === null ? 204 : 200, body: result };
    } catch (thrown) {
      const refusal = thrown instanceof BrokerError ? refusalOf(thrown) : thrown;
      if (refusal instanceof Refusal) return { status: refusal.status, body: { code: refusal.code, message: refusal.message } };
      throw thrown;
    }
  }
  return { status: 404, body: { message: 'endpoint not found' } };
}

function fail(response: ServerResponse, how: Fault['how']): void {
  if (how === 'drop') response.destroy();
  else if (how !== 'hang') response.writeHead(how.status, { 'content-type': 'application/json', ...how.headers }).end(how.body ?? '');
}

/** Starts the server on a free port. @param accounts by key id */
export async function startAlpacaServer(ctx: Ctx, accounts: ReadonlyMap<string, FakeAccount>): Promise<AlpacaServer> {
  const requests: AlpacaServer['requests'] = [];
  const faults: Fault[] = [];
  const names = new OrderNames();
  const takeFault = (request: IncomingMessage, when: Fault['when']) => {
    const index = faults.findIndex((fault) => fault.when === when && fault.method === request.method && fault.path.test(request.url ?? ''));
    const fault = faults[index];
    if (fault && fault.times <= 1) faults.splice(index, 1);
    else if (fault) faults[index] = { ...fault, times: fault.times - 1 };
    return fault;
  };
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    requests.push({ method: request.method ?? '', path: request.url ?? '', headers: request.headers, body });
    const before = takeFault(request, 'before');
    if (before) return fail(response, before.how);
    const result = await answer(ctx, accounts, names, request, body).catch((thrown) => ({
      status: 599,
      body: { message: String(thrown) },
    }));
    const after = takeFault(request, 'after');
    if (after) return fail(response, after.how);
    response.writeHead(result.status, { 'content-type': 'application/json' }).end(result.body === null ? '' : JSON.stringify(result.body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const close = () =>
    new Promise<void>((resolve) => {
      server.closeAllConnections();
      server.close(() => resolve());
    });
  return { url: `http://127.0.0.1:${port}`, requests, faults, told: names.told, toldBefore: names.toldBefore, close };
}

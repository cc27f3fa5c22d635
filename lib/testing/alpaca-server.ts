// A local server that speaks Alpaca's REST API as publicly described, for tests. Behind it is the paper broker; each key pair is one account.
import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { LISTINGS } from '@/lib/brokerage/market/instruments';
import { paperBroker } from '@/lib/brokerage/paper/broker';
import { BrokerError, type NewOrder } from '@/lib/brokerage/port';
import type { Execution, Order } from '@/lib/brokerage/schema';
import { Decimal } from '@/lib/core/money';
import type { Ctx } from '@/lib/db/context';

export type FakeAccount = Readonly<{ userId: string; accountId: string; secretKey: string }>;

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
  close: () => Promise<void>;
}>;

class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly code: number,
    message: string,
  ) {
    super(message);
  }
}

const uuidOf = (id: string) => {
  const hex = createHash('sha256').update(id).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-');
};
const idsByUuid = new Map<string, string>();
const wireId = (id: string) => {
  idsByUuid.set(uuidOf(id), id);
  return uuidOf(id);
};

/** Alpaca's words for the paper broker's refusals. */
function refusalOf({ code, message, details }: BrokerError): Refusal {
  if (code === 'insufficient_buying_power') return new Refusal(403, 40310000, 'insufficient buying power');
  if (code === 'invalid_symbol') return new Refusal(422, 42210000, 'asset "NOSUCH" not found');
  if (code === 'order_not_open') return new Refusal(422, 42210000, 'order is already in "canceled" state');
  if (code === 'not_found') return new Refusal(404, 40410000, 'order not found');
  if (code === 'market_closed') return new Refusal(403, 40310000, 'market is closed');
  return new Refusal(422, 42210000, details.brokerMessage ?? message);
}

const toWire = (order: Order, legs: readonly Order[] = []): object => ({
  id: wireId(order.id),
  client_order_id: order.clientOrderId,
  created_at: order.submittedAt,
  submitted_at: order.submittedAt,
  updated_at: order.updatedAt,
  expires_at: order.expiresAt,
  symbol: order.symbol,
  asset_class: 'us_equity',
  qty: order.quantity,
  notional: null,
  filled_qty: order.filledQuantity,
  filled_avg_price: order.averagePrice,
  order_class: legs.length > 0 ? 'bracket' : 'simple',
  type: order.type,
  side: order.side,
  time_in_force: order.timeInForce,
  limit_price: order.limitPrice,
  stop_price: order.stopPrice,
  trail_percent: order.trailPercent,
  status: order.isHeld ? 'held' : order.status === 'open' ? 'new' : order.status,
  extended_hours: order.extendedHours,
  legs: legs.length > 0 ? legs.map((leg) => toWire(leg)) : null,
});

const activityOf = ({ id, orderId, symbol, side, quantity, price, time }: Execution) => ({
  id: `${time.replaceAll(/\D/g, '')}::${uuidOf(id)}`,
  activity_type: 'FILL',
  transaction_time: time,
  type: 'fill',
  symbol,
  side,
  qty: quantity,
  price,
  order_id: wireId(orderId),
});

type Asked = Readonly<{ ctx: Ctx; account: FakeAccount; query: URLSearchParams; body: unknown; params: readonly string[] }>;

function newOrderOf(account: FakeAccount, body: Record<string, unknown>): NewOrder {
  const text = (name: string) => (body[name] === undefined ? null : String(body[name]));
  const leg = (name: string, field: string) => {
    const value = body[name];
    return value instanceof Object && field in value ? String((value as Record<string, unknown>)[field]) : null;
  };
  return {
    accountId: account.accountId,
    symbol: String(body.symbol),
    side: body.side === 'sell' ? 'sell' : 'buy',
    quantity: text('qty'),
    notional: text('notional'),
    type: String(body.type) as NewOrder['type'],
    timeInForce: String(body.time_in_force) as NewOrder['timeInForce'],
    limitPrice: text('limit_price'),
    stopPrice: text('stop_price'),
    trailPercent: text('trail_percent'),
    extendedHours: body.extended_hours === true,
    takeProfit: leg('take_profit', 'limit_price'),
    stopLoss: leg('stop_loss', 'stop_price'),
    clientOrderId: String(body.client_order_id),
  };
}

const orderIdOf = (uuid: string | undefined) => idsByUuid.get(uuid ?? '') ?? 'ord_none';
const date = (text: string | null) => (text === null ? undefined : new Date(text));
const record = (body: unknown) => (body instanceof Object ? (body as Record<string, unknown>) : {});

async function place({ ctx, account, body }: Asked): Promise<object> {
  const order = newOrderOf(account, record(body));
  const first = await paperBroker.getOrder(ctx, account.userId, { clientOrderId: order.clientOrderId }).catch(() => null);
  if (first) throw new Refusal(422, 40010001, 'client_order_id must be unique');
  return detail({ ctx, account }, { orderId: (await paperBroker.placeOrder(ctx, account.userId, order)).id });
}

async function detail({ ctx, account }: Pick<Asked, 'ctx' | 'account'>, name: Parameters<typeof paperBroker.getOrder>[2]): Promise<object> {
  const { order, legs } = await paperBroker.getOrder(ctx, account.userId, name);
  return toWire(order, legs);
}

async function orders({ ctx, account, query }: Asked): Promise<object[]> {
  const symbol = query.get('symbols') ?? undefined;
  const after = date(query.get('after'));
  const filter = { symbol, from: after && new Date(after.getTime() + 1), to: date(query.get('until')) };
  const page = await paperBroker.listOrders(ctx, account.userId, filter, { limit: 200 });
  const isOpen = ({ status }: Order) => status === 'open' || status === 'partially_filled';
  const wanted = query.get('status');
  const parents = page.orders.filter((order) => order.parentId === null && (wanted === 'all' || isOpen(order) === (wanted === 'open')));
  return parents.map((order) =>
    toWire(
      order,
      page.orders.filter(({ parentId }) => parentId === order.id),
    ),
  );
}

async function activities({ ctx, account, query }: Asked): Promise<object[]> {
  const after = date(query.get('after'));
  const period = { from: after && new Date(after.getTime() + 1), to: date(query.get('until')) };
  const { executions } = await paperBroker.listExecutions(ctx, account.userId, period, { limit: 200 });
  const { transactions } = await paperBroker.listTransactions(ctx, account.userId, period, { limit: 200 });
  const cash = transactions.filter(({ type }) => type !== 'trade');
  const others = cash.map(({ id, type, amount, time }) => ({
    id: `${time.replaceAll(/\D/g, '')}::${uuidOf(id)}`,
    activity_type: type === 'fee' ? 'FEE' : 'CSD',
    date: time.slice(0, 10),
    created_at: time,
    net_amount: amount,
  }));
  const isFillOnly = query.get('activity_types') === 'FILL';
  const all = [...executions.map(activityOf), ...(isFillOnly ? [] : others)];
  const orderId = query.get('order_id');
  const wanted = all.filter((entry) => orderId === null || ('order_id' in entry && entry.order_id === orderId));
  const sorted = wanted.toSorted((a, b) => (a.id < b.id ? 1 : -1));
  const token = query.get('page_token');
  const from = token === null ? 0 : sorted.findIndex(({ id }) => id === token) + 1;
  return sorted.slice(from, from + Number(query.get('page_size') ?? 100));
}

async function account({ ctx, account: { userId, accountId } }: Asked): Promise<object> {
  const { balances } = await paperBroker.getBalances(ctx, userId, accountId);
  const [balance] = balances;
  const { cash, buyingPower, equity, dayPl } = balance ?? { cash: '0', buyingPower: '0', equity: '0', dayPl: '0' };
  const last_equity = new Decimal(equity).minus(dayPl).toFixed(2);
  return {
    id: uuidOf(accountId),
    account_number: 'PA2XVKNHJ0RW',
    status: 'ACTIVE',
    currency: 'USD',
    cash,
    buying_power: buyingPower,
    equity,
    last_equity,
    multiplier: '2',
  };
}

async function positions({ ctx, account: { userId } }: Asked): Promise<object[]> {
  const held = await paperBroker.listPositions(ctx, userId, {});
  return held.map(({ symbol, side, quantity, averagePrice, mark, value, unrealizedPl }) => ({
    asset_id: uuidOf(symbol),
    symbol,
    side,
    qty: side === 'short' ? `-${quantity}` : quantity,
    avg_entry_price: averagePrice,
    current_price: mark,
    market_value: value,
    unrealized_pl: unrealizedPl,
  }));
}

async function snapshots({ ctx, account: { userId }, query }: Asked): Promise<object> {
  const known = (query.get('symbols') ?? '').split(',').filter((symbol) => LISTINGS.some((listing) => listing.symbol === symbol));
  if (known.length === 0) return {};
  const quotes = await paperBroker.getQuotes(ctx, userId, known);
  return Object.fromEntries(
    quotes.map(({ symbol, bid, ask, bidSize, askSize, last, time }) => [
      symbol,
      {
        latestTrade: { p: Number(last), s: 100, t: time },
        latestQuote: { bp: Number(bid), bs: Number(bidSize), ap: Number(ask), as: Number(askSize), t: time },
      },
    ]),
  );
}

const INTERVALS = { '1Min': '1m', '5Min': '5m', '15Min': '15m', '1Hour': '1h', '1Day': '1d' } as const;

async function bars({ ctx, account: { userId }, query, params: [symbol = ''] }: Asked): Promise<object> {
  if (!LISTINGS.some((listing) => listing.symbol === symbol)) return { bars: null, symbol, next_page_token: null };
  const interval = INTERVALS[query.get('timeframe') as keyof typeof INTERVALS];
  const wish = { symbol, interval, from: new Date(query.get('start') ?? 0), limit: Number(query.get('limit')) };
  const found = await paperBroker.getBars(ctx, userId, wish);
  return {
    symbol,
    next_page_token: null,
    bars: found.map(({ time, open, high, low, close, volume }) => ({
      t: time,
      o: Number(open),
      h: Number(high),
      l: Number(low),
      c: Number(close),
      v: Number(volume),
    })),
  };
}

async function history({ ctx, account: { userId, accountId } }: Asked): Promise<object> {
  const { points } = await paperBroker.getPortfolioHistory(ctx, userId, { accountId, period: '1m', interval: '1d' });
  return {
    timestamp: points.map(({ time }) => Math.floor(Date.parse(time) / 1_000)),
    equity: points.map(({ equity }) => Number(equity)),
    profit_loss: points.map(({ pl }) => Number(pl)),
    base_value: Number(points[0]?.equity ?? 0),
  };
}

function asset({ params: [symbol = ''] }: Asked): object {
  const found = LISTINGS.find((listing) => listing.symbol === symbol);
  if (!found) throw new Refusal(404, 40410000, `asset not found for ${symbol}`);
  return { symbol, name: found.name, exchange: found.exchange, status: 'active', tradable: true };
}

const assets = () => LISTINGS.map(({ symbol, name, exchange }) => ({ symbol, name, exchange, status: 'active', tradable: true }));

function clock({ ctx }: Asked): object {
  const time = ctx.now().getTime();
  return {
    timestamp: new Date(time).toISOString(),
    is_open: true,
    next_open: new Date(time + 3_600_000).toISOString(),
    next_close: new Date(time + 7_200_000).toISOString(),
  };
}

const cancel = async ({ ctx, account: { userId }, params: [uuid] }: Asked) => {
  await paperBroker.cancelOrder(ctx, userId, orderIdOf(uuid));
  return null;
};

async function replace({ ctx, account: own, params: [uuid], body }: Asked): Promise<object> {
  const { qty, limit_price, stop_price } = record(body);
  const text = (value: unknown) => (value === undefined ? undefined : String(value));
  const change = { quantity: text(qty), limitPrice: text(limit_price), stopPrice: text(stop_price) };
  return toWire(await paperBroker.replaceOrder(ctx, own.userId, orderIdOf(uuid), change));
}

const ROUTES: readonly (readonly [method: string, path: RegExp, answer: (asked: Asked) => unknown])[] = [
  ['GET', /^\/v2\/account$/, account],
  ['GET', /^\/v2\/account\/portfolio\/history$/, history],
  ['GET', /^\/v2\/account\/activities$/, activities],
  ['GET', /^\/v2\/positions$/, positions],
  ['GET', /^\/v2\/orders$/, orders],
  ['POST', /^\/v2\/orders$/, place],
  ['GET', /^\/v2\/orders:by_client_order_id$/, (asked) => detail(asked, { clientOrderId: asked.query.get('client_order_id') ?? '' })],
  ['GET', /^\/v2\/orders\/([\w-]+)$/, (asked) => detail(asked, { orderId: orderIdOf(asked.params[0]) })],
  ['PATCH', /^\/v2\/orders\/([\w-]+)$/, replace],
  ['DELETE', /^\/v2\/orders\/([\w-]+)$/, cancel],
  ['GET', /^\/v2\/assets$/, assets],
  ['GET', /^\/v2\/assets\/([\w.]+)$/, asset],
  ['GET', /^\/v2\/clock$/, clock],
  ['GET', /^\/v2\/stocks\/snapshots$/, snapshots],
  ['GET', /^\/v2\/stocks\/([\w.]+)\/bars$/, bars],
];

async function answer(
  ctx: Ctx,
  accounts: ReadonlyMap<string, FakeAccount>,
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
      const result = await work({ ctx, account: own, query, params: found.slice(1), body: body === '' ? null : JSON.parse(body) });
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
    const result = await answer(ctx, accounts, request, body).catch((thrown) => ({ status: 599, body: { message: String(thrown) } }));
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
  return { url: `http://127.0.0.1:${port}`, requests, faults, close };
}

// /v2/account, /v2/positions and what an account keeps of its past.
import { paperBroker } from '@/lib/brokerage/paper/broker';
import type { Execution } from '@/lib/brokerage/schema';
import { Decimal } from '@/lib/core/money';
import { type Asked, type OrderNames, uuidOf } from './wire';

const date = (text: string | null) => (text === null ? undefined : new Date(text));

const activityOf = (names: OrderNames, { id, orderId, symbol, side, quantity, price, time }: Execution) => ({
  id: `${time.replaceAll(/\D/g, '')}::${uuidOf(id)}`,
  activity_type: 'FILL',
  transaction_time: time,
  type: 'fill',
  symbol,
  side,
  qty: quantity,
  price,
  order_id: names.nameOf(orderId),
});

export async function activities({ ctx, account, names, query }: Asked): Promise<object[]> {
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
  const all = [...executions.map((execution) => activityOf(names, execution)), ...(isFillOnly ? [] : others)];
  const orderId = query.get('order_id');
  const wanted = all.filter((entry) => orderId === null || ('order_id' in entry && entry.order_id === orderId));
  const sorted = wanted.toSorted((a, b) => (a.id < b.id ? 1 : -1));
  const token = query.get('page_token');
  const from = token === null ? 0 : sorted.findIndex(({ id }) => id === token) + 1;
  return sorted.slice(from, from + Number(query.get('page_size') ?? 100));
}

export async function account({ ctx, account: { userId, accountId } }: Asked): Promise<object> {
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

export async function positions({ ctx, account: { userId } }: Asked): Promise<object[]> {
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

export async function history({ ctx, account: { userId, accountId } }: Asked): Promise<object> {
  const { points } = await paperBroker.getPortfolioHistory(ctx, userId, { accountId, period: '1m', interval: '1d' });
  return {
    timestamp: points.map(({ time }) => Math.floor(Date.parse(time) / 1_000)),
    equity: points.map(({ equity }) => Number(equity)),
    profit_loss: points.map(({ pl }) => Number(pl)),
    base_value: Number(points[0]?.equity ?? 0),
  };
}

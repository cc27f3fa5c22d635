// Balances, positions and equity history of an Alpaca account.

import { z } from 'zod';
import type { HistoryQuery } from '@/lib/brokerage/port';
import type { Balances, PortfolioHistory } from '@/lib/brokerage/schema';
import { Position } from '@/lib/brokerage/schema';
import { sha256 } from '@/lib/core/crypto';
import { Decimal, decimalText, moneyText, priceText } from '@/lib/core/money';
import type { Ctx } from '@/lib/db/context';
import { callAlpaca } from './api';
import { type Connection, connectionOf } from './connections';
import { AlpacaAccount, AlpacaHistory, AlpacaPosition } from './wire';

const PERIODS: Readonly<Record<HistoryQuery['period'], string>> = {
  '1d': '1D',
  '1w': '1W',
  '1m': '1M',
  '3m': '3M',
  '1y': '1A',
  all: 'all',
};
const TIMEFRAMES: Readonly<Record<HistoryQuery['interval'], string>> = { '5m': '5Min', '15m': '15Min', '1h': '1H', '1d': '1D' };

export const readAccount = (ctx: Ctx, { credentials }: Connection, timeoutMs: number) =>
  callAlpaca(ctx, credentials, { host: 'trading', path: '/v2/account', subject: 'account' }, AlpacaAccount, timeoutMs);

export async function getBalances(ctx: Ctx, userId: string, accountId: string, timeoutMs: number): Promise<Balances> {
  const connection = await connectionOf(ctx, userId, accountId);
  const { currency, cash, buying_power, equity, last_equity } = await readAccount(ctx, connection, timeoutMs);
  const text = (amount: Decimal) => moneyText(amount, currency);
  const balance = {
    currency,
    cash: text(cash),
    buyingPower: text(buying_power),
    equity: text(equity),
    marginUsed: text(Decimal.max(0, cash.negated())),
    dayPl: text(last_equity ? equity.minus(last_equity) : new Decimal(0)),
    realizedPl: null,
  };
  return { accountId, environment: connection.environment, balances: [balance], asOf: ctx.now().toISOString() };
}

function toPosition({ accountId, environment }: Connection, wire: z.infer<typeof AlpacaPosition>): Position {
  const quantity = wire.qty.abs();
  const signed = wire.side === 'short' ? quantity.negated() : quantity;
  const mark = wire.current_price ?? wire.avg_entry_price;
  return Position.parse({
    id: `pos_${sha256(`${accountId}/${wire.asset_id}`)
      .replaceAll(/[^0-9A-Za-z]/g, '')
      .slice(0, 22)}`,
    accountId,
    environment,
    symbol: wire.symbol,
    quantity: decimalText(quantity),
    side: wire.side,
    averagePrice: priceText(wire.avg_entry_price),
    mark: priceText(mark),
    value: moneyText(wire.market_value ?? mark.times(signed), 'USD'),
    unrealizedPl: moneyText(wire.unrealized_pl ?? mark.minus(wire.avg_entry_price).times(signed), 'USD'),
    currency: 'USD',
  });
}

export async function readPositions(ctx: Ctx, connection: Connection, timeoutMs: number): Promise<Position[]> {
  const call = { host: 'trading', path: '/v2/positions', subject: 'account' } as const;
  const wires = await callAlpaca(ctx, connection.credentials, call, z.array(AlpacaPosition), timeoutMs);
  return wires.map((wire) => toPosition(connection, wire));
}

export async function getPortfolioHistory(
  ctx: Ctx,
  userId: string,
  { accountId, period, interval }: HistoryQuery,
  timeoutMs: number,
): Promise<PortfolioHistory> {
  const connection = await connectionOf(ctx, userId, accountId);
  const { environment } = connection;
  const query = { period: PERIODS[period], timeframe: TIMEFRAMES[interval] };
  const call = { host: 'trading', path: '/v2/account/portfolio/history', query, subject: 'account' } as const;
  const [{ timestamp, equity, profit_loss }, account] = await Promise.all([
    callAlpaca(ctx, connection.credentials, call, AlpacaHistory, timeoutMs),
    readAccount(ctx, connection, timeoutMs),
  ]);
  const { currency } = account;
  const past = timestamp.flatMap((second, i) => {
    const value = equity[i];
    return value && second * 1_000 < ctx.now().getTime()
      ? [{ time: second * 1_000, equity: value, pl: profit_loss[i] ?? new Decimal(0) }]
      : [];
  });
  const last = past.at(-1);
  // The present moment ends the history: what was gained since its last point comes on top.
  const now = {
    time: ctx.now().getTime(),
    equity: account.equity,
    pl: last ? last.pl.plus(account.equity.minus(last.equity)) : new Decimal(0),
  };
  const points = [...past, now].map(({ time, equity: worth, pl }) => ({
    time: new Date(time).toISOString(),
    equity: moneyText(worth, currency),
    pl: moneyText(pl, currency),
  }));
  return { accountId, environment, currency, points };
}

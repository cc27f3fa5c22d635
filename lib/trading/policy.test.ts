// The limits of a connection, pure: what passes and what does not.
import { describe, expect, it } from 'vitest';
import type { Order, Position, Quote } from '@/lib/brokerage/schema';
import { Decimal } from '@/lib/core/money';
import { DEFAULT_TRADE_RULES, type TradeRules } from '@/lib/grants/trade-rules';
import { type Circumstances, judge } from './policy';
import type { PlannedOrder, TradePlan } from './schema';
import { collarOf, isBeyondCollar, worthOf } from './value';

const quote = (symbol: string): Quote => ({
  symbol,
  environment: 'paper',
  currency: 'USD',
  bid: '99.00',
  bidSize: '1',
  ask: '101.00',
  askSize: '1',
  last: '100.00',
  time: '2030-01-02T15:00:00.000Z',
  delayedSeconds: 0,
  session: 'regular',
});

const order = (changes: Partial<PlannedOrder> = {}): PlannedOrder => ({
  symbol: 'AAPL',
  side: 'buy',
  quantity: '10',
  notional: null,
  type: 'market',
  timeInForce: 'day',
  limitPrice: null,
  stopPrice: null,
  trailPercent: null,
  extendedHours: false,
  takeProfit: null,
  stopLoss: null,
  clientOrderId: 'one',
  referencePrice: '101.00',
  collarPrice: '103.02',
  ...changes,
});

const plan = (...place: PlannedOrder[]): TradePlan => ({ cancel: [], replace: null, place, deploy: null, strategyName: null });
const held = (quantity: string, side: 'long' | 'short' = 'long') => ({ symbol: 'AAPL', quantity, side }) as Position;
const working = (changes: Partial<Order>) =>
  ({
    id: 'ord_1',
    symbol: 'AAPL',
    side: 'sell',
    quantity: '4',
    filledQuantity: '0',
    status: 'open',
    leg: null,
    parentId: null,
    isHeld: false,
    ...changes,
  }) as Order;

type World = Partial<Omit<Circumstances, 'rules' | 'market'>> & {
  rules?: Partial<Omit<Circumstances['rules'], 'trade'>>;
  trade?: Partial<TradeRules>;
  positions?: Position[];
  openOrders?: Order[];
};

function circumstances({ rules, trade, positions = [], openOrders = [], ...rest }: World): Circumstances {
  const account = {
    id: 'acc_1',
    name: 'Paper',
    number: '...4821',
    type: 'margin',
    currency: 'USD',
    environment: 'paper',
    tradingEnabled: true,
    status: 'active',
  } as const;
  const quotes = new Map(['AAPL', 'SPY'].map((symbol) => [symbol, quote(symbol)]));
  return {
    market: { account, quotes, positions, openOrders },
    rules: {
      maxOrderValue: null,
      maxDailyValue: null,
      maxOrdersPerDay: null,
      approvalAbove: null,
      trade: { ...DEFAULT_TRADE_RULES, ...trade },
      ...rules,
    },
    used: { orders: 0, value: new Decimal(0) },
    assetClasses: new Map([
      ['AAPL', 'stock'],
      ['SPY', 'etf'],
    ]),
    firmLimit: null,
    moving: [],
    closing: 0,
    limitsUrl: 'http://localhost/ai-clients/grt_1',
    ...rest,
  };
}

const verdict = (what: TradePlan, world: World): string => {
  try {
    judge(what, circumstances(world));
    return 'allowed';
  } catch (thrown) {
    return (thrown as { details: { limit: { name: string } } }).details.limit.name;
  }
};

const D = (text: string) => new Decimal(text);

describe('the value of an order', () => {
  it.each([
    ['a buy at the ask', order(), '1010'],
    ['a sell at the bid', order({ side: 'sell' }), '990'],
    ['the limit where it is higher', order({ type: 'limit', limitPrice: '120.00' }), '1200'],
    ['the quote where the limit is lower', order({ type: 'limit', limitPrice: '90.00' }), '1010'],
    ['the stop where it is higher', order({ type: 'stop', stopPrice: '130.00' }), '1300'],
    ['the trail on top of the quote', order({ type: 'trailing_stop', trailPercent: '10' }), '1111'],
    ['an amount of money as it is', order({ quantity: null, notional: '250.00' }), '250'],
    ['an amount by the shares its limit buys', order({ quantity: null, notional: '90.00', type: 'limit', limitPrice: '90.00' }), '101'],
  ])('is %s', (_, what, value) => {
    expect(worthOf(what, what.side === 'buy' ? D('101') : D('99')).toFixed()).toBe(value);
  });

  it('bounds how far a market order may move, in its own direction', () => {
    expect([collarOf('buy', 'market', D('101')), collarOf('sell', 'market', D('99')), collarOf('buy', 'limit', D('101'))]).toEqual([
      '103.02',
      '97.02',
      null,
    ]);
    expect(collarOf('buy', 'market', D('0.4237'))).toBe('0.4321');
    expect([isBeyondCollar('buy', '103.02', D('103.02')), isBeyondCollar('buy', '103.02', D('103.03'))]).toEqual([false, true]);
    expect([isBeyondCollar('sell', '97.02', D('97.02')), isBeyondCollar('sell', '97.02', D('97.01'))]).toEqual([false, true]);
  });
});

describe('limits', () => {
  it.each<[string, TradePlan, World, string]>([
    ['nothing set', plan(order()), {}, 'allowed'],
    ['order value at the limit', plan(order()), { rules: { maxOrderValue: D('1010') } }, 'allowed'],
    ['order value a cent above', plan(order()), { rules: { maxOrderValue: D('1009.99') } }, 'max_order_value'],
    ['an exit counts too', plan(order({ side: 'sell' })), { positions: [held('10')], rules: { maxOrderValue: D('1') } }, 'max_order_value'],
    [
      'day value used up',
      plan(order()),
      { rules: { maxDailyValue: D('1500') }, used: { orders: 1, value: D('490.01') } },
      'max_daily_value',
    ],
    [
      'orders of the day used up',
      plan(order(), order()),
      { rules: { maxOrdersPerDay: 2 }, used: { orders: 1, value: D('0') } },
      'max_orders_per_day',
    ],
    ['shares at the limit', plan(order()), { trade: { maxQuantity: '10' } }, 'allowed'],
    ['shares above', plan(order({ quantity: '10.000001' })), { trade: { maxQuantity: '10' } }, 'max_quantity'],
    ['shares behind an amount', plan(order({ quantity: null, notional: '1011.00' })), { trade: { maxQuantity: '10' } }, 'max_quantity'],
    ['a symbol not on the list', plan(order()), { trade: { symbolsAllow: ['MSFT'] } }, 'symbols_allow'],
    ['a denied symbol', plan(order()), { trade: { symbolsDeny: ['AAPL'] } }, 'symbols_deny'],
    ['a stock where only ETFs are allowed', plan(order()), { trade: { assetClasses: ['etf'] } }, 'asset_classes'],
    ['an ETF there', plan(order({ symbol: 'SPY' })), { trade: { assetClasses: ['etf'] } }, 'allowed'],
    ['a class nobody knows', plan(order()), { trade: { assetClasses: ['stock'] }, assetClasses: new Map() }, 'asset_classes'],
    ['a type left out', plan(order()), { trade: { orderTypes: ['limit'] } }, 'order_types'],
    ['a side left out', plan(order()), { trade: { sides: ['sell'] } }, 'sides'],
    ['extended hours', plan(order({ type: 'limit', limitPrice: '1', extendedHours: true })), {}, 'session'],
    ['extended hours where allowed', plan(order({ extendedHours: true })), { trade: { session: 'extended' } }, 'allowed'],
    ['selling what is held', plan(order({ side: 'sell' })), { positions: [held('10')] }, 'allowed'],
    ['selling more than is held', plan(order({ side: 'sell' })), { positions: [held('9.99')] }, 'allow_short'],
    [
      'selling what is being sold',
      plan(order({ side: 'sell' })),
      { positions: [held('10')], openOrders: [working({ quantity: '1' })] },
      'allow_short',
    ],
    [
      'two legs that cancel one another count once',
      plan(order({ side: 'sell', quantity: '6' })),
      {
        positions: [held('10')],
        openOrders: [working({ parentId: 'p', leg: 'stop_loss' }), working({ id: 'ord_2', parentId: 'p', leg: 'take_profit' })],
      },
      'allowed',
    ],
    [
      'what the same plan cancels does not count',
      { ...plan(order({ side: 'sell' })), cancel: [{ orderId: 'ord_1', symbol: 'AAPL', side: 'sell', type: 'limit', quantity: '4' }] },
      { positions: [held('10')], openOrders: [working({})] },
      'allowed',
    ],
    [
      'selling what a trade on its way sells',
      plan(order({ side: 'sell', quantity: '4' })),
      { positions: [held('10')], moving: [{ ...order({ side: 'sell', quantity: '7' }), clientOrderId: 'two' }] },
      'allow_short',
    ],
    [
      'one on its way that the market shows counts once',
      plan(order({ side: 'sell', quantity: '4' })),
      {
        positions: [held('10')],
        openOrders: [working({ quantity: '6', clientOrderId: 'two' })],
        moving: [{ ...order({ side: 'sell', quantity: '6' }), clientOrderId: 'two' }],
      },
      'allowed',
    ],
    ['selling twice within a plan', plan(order({ side: 'sell' }), order({ side: 'sell' })), { positions: [held('10')] }, 'allow_short'],
    ['selling short where allowed', plan(order({ side: 'sell' })), { trade: { allowShort: true } }, 'allowed'],
    ['covering a short position', plan(order()), { positions: [held('10', 'short')] }, 'allowed'],
    [
      'the firm’s limit, opening',
      plan(order()),
      { firmLimit: { name: 'max_daily_loss', allowed: '1', requested: '2', unit: 'USD' } },
      'max_daily_loss',
    ],
    [
      'the firm’s limit, closing',
      plan(order({ side: 'sell' })),
      { positions: [held('10')], firmLimit: { name: 'max_daily_loss', allowed: '1', requested: '2', unit: 'USD' } },
      'allowed',
    ],
  ])('%s', (_, what, world, name) => {
    expect(verdict(what, world)).toBe(name);
  });

  it('cancellations cost nothing and need no approval, whatever the limits', () => {
    const cancel = { ...plan(), cancel: [{ orderId: 'ord_1', symbol: 'AAPL', side: 'sell', type: 'limit', quantity: '4' } as const] };
    const judged = judge(cancel, circumstances({ rules: { maxOrdersPerDay: 0, maxDailyValue: D('0'), approvalAbove: D('0') } }));
    expect(judged).toMatchObject({ orderCount: 0, isApprovalNeeded: false });
  });

  it('the threshold counts from its value on, over all orders of the trade', () => {
    const needs = (threshold: string, ...orders: PlannedOrder[]) =>
      judge(plan(...orders), circumstances({ rules: { approvalAbove: D(threshold) } })).isApprovalNeeded;
    expect([needs('1010', order()), needs('1010.01', order()), needs('2020', order(), order())]).toEqual([true, false, true]);
  });
});

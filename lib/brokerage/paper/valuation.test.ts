import { describe, expect, it } from 'vitest';
import { Decimal } from '@/lib/core/money';
import type { Books, Holding } from './books';
import { markOf, valueBooks } from './valuation';

const NOW = Date.parse('2026-11-20T15:00:00Z');
const TODAY = new Date('2026-11-20T14:45:00Z');

const holding = (symbol: string, quantity: string, averagePrice: string): Holding => ({
  symbol,
  quantity: new Decimal(quantity),
  cost: new Decimal(averagePrice).times(quantity),
  id: `pos_${symbol}`,
  openedAt: TODAY,
});

const value = (type: Books['type'], cash: string, ...holdings: Holding[]) =>
  valueBooks({ type, cash: new Decimal(cash), currency: 'USD', holdings, orders: [] }, new Decimal('12.5'), NOW, 'exchange');

describe('an account', () => {
  // An instrument that is no longer listed keeps its cost, which makes these sums plain.
  it('of cash can spend its cash', () => {
    expect(value('cash', '1000', holding('GONE', '10', '50'))).toEqual({
      currency: 'USD',
      cash: '1000.00',
      buyingPower: '1000.00',
      equity: '1500.00',
      marginUsed: '0.00',
      dayPl: '0.00',
      realizedPl: '12.50',
    });
  });

  it('on margin can spend twice what its positions leave free (Regulation T)', () => {
    expect(value('margin', '1000', holding('GONE', '10', '50'))).toMatchObject({ equity: '1500.00', buyingPower: '2500.00' });
    expect(value('margin', '-400', holding('GONE', '10', '100'))).toMatchObject({
      equity: '600.00',
      buyingPower: '200.00',
      marginUsed: '400.00',
    });
    expect(value('margin', '-900', holding('GONE', '10', '100'))).toMatchObject({ equity: '100.00', buyingPower: '0.00' });
  });

  it('counts a short position against its equity', () => {
    expect(value('margin', '1500', holding('GONE', '-10', '50'))).toMatchObject({ equity: '1000.00', buyingPower: '1500.00' });
  });

  it('marks at the last price', () => {
    const held = holding('AAPL', '3', '100');
    const gain = markOf(held, NOW, 'exchange').minus(100).times(3);
    expect(value('cash', '0', held)).toMatchObject({ dayPl: gain.toFixed(2), equity: gain.plus(300).toFixed(2) });
  });
});

import { describe, expect, it } from 'vitest';
import { type Bounds, isLooser } from './looser';
import { NO_LIMITS } from './schema';
import { DEFAULT_TRADE_RULES, readTradeRules } from './trade-rules';

type Part = { limits?: Partial<Bounds['limits']>; rules?: Partial<Bounds['rules']>; endsAt?: Date | null };

const bounds = ({ limits, rules, endsAt = null }: Part = {}): Bounds => ({
  limits: { ...NO_LIMITS, ...limits },
  rules: { ...DEFAULT_TRADE_RULES, ...rules },
  endsAt,
});

describe('a change of limits', () => {
  it.each<[string, Part, Part]>([
    ['order value raised', { limits: { maxOrderValue: '500' } }, { limits: { maxOrderValue: '500.01' } }],
    ['order value removed', { limits: { maxOrderValue: '500' } }, {}],
    ['daily value raised', { limits: { maxDailyValue: '9' } }, { limits: { maxDailyValue: '10' } }],
    ['orders a day raised', { limits: { maxOrdersPerDay: 9 } }, { limits: { maxOrdersPerDay: 10 } }],
    ['asks later', { limits: { approvalAbove: '0' } }, { limits: { approvalAbove: '1' } }],
    ['never asks', { limits: { approvalAbove: '1000' } }, {}],
    ['more shares', { rules: { maxQuantity: '0.5' } }, { rules: { maxQuantity: '1' } }],
    ['all symbols again', { rules: { symbolsAllow: ['AAPL'] } }, {}],
    ['a symbol no longer denied', { rules: { symbolsDeny: ['GME', 'AMC'] } }, { rules: { symbolsDeny: ['GME'] } }],
    ['another kind of instrument', { rules: { assetClasses: ['etf'] } }, { rules: { assetClasses: ['etf', 'stock'] } }],
    ['another side', { rules: { sides: ['sell'] } }, {}],
    ['short selling', {}, { rules: { allowShort: true } }],
    ['longer hours', {}, { rules: { session: 'extended' } }],
    ['a later end', { endsAt: new Date(1) }, { endsAt: new Date(2) }],
    ['no end', { endsAt: new Date(1) }, {}],
  ])('%s: is looser, and tighter the other way round', (_, before, after) => {
    expect([isLooser(bounds(before), bounds(after)), isLooser(bounds(after), bounds(before))]).toEqual([true, false]);
  });

  it.each<[string, Part, Part]>([
    ['another symbol', { rules: { symbolsAllow: ['AAPL'] } }, { rules: { symbolsAllow: ['MSFT'] } }],
    ['another type', { rules: { orderTypes: ['limit'] } }, { rules: { orderTypes: ['market'] } }],
    ['one tighter, one looser', { limits: { maxOrderValue: '5' } }, { limits: { maxOrderValue: '1' }, rules: { allowShort: true } }],
  ])('%s: is looser both ways', (_, before, after) => {
    expect([isLooser(bounds(before), bounds(after)), isLooser(bounds(after), bounds(before))]).toEqual([true, true]);
  });

  it('to the same is not', () => {
    const same = { limits: { maxOrderValue: '5' }, rules: { symbolsAllow: ['A'] }, endsAt: new Date(5) };
    expect(isLooser(bounds(same), bounds(same))).toBe(false);
  });

  it('from rules that cannot be read, to readable ones, is', () => {
    expect(isLooser({ ...bounds(), rules: readTradeRules({ of: 'a later version' }) }, bounds())).toBe(true);
  });
});

import { describe, expect, it } from 'vitest';
import { moneyText } from './money';

describe('an amount of money', () => {
  it.each([
    ['1234.5', 'USD', '$1,234.50'],
    ['-20', 'USD', '\u2212$20.00'],
    ['5', 'CAD', 'CA$5.00'],
    ['0.125', 'USD', '$0.125'],
  ])('%s %s reads %s', (amount, currency, text) => {
    expect(moneyText(amount, currency)).toBe(text);
  });

  it('keeps every digit of an amount no float can hold', () => {
    expect(moneyText('9007199254740993.01', 'USD')).toBe('$9,007,199,254,740,993.01');
  });

  it('shows the plus of a gain when asked, and none for zero', () => {
    expect([moneyText('3', 'USD', 'always'), moneyText('0', 'USD', 'always')]).toEqual(['+$3.00', '$0.00']);
  });

  it('shows what is not a decimal as it is instead of a wrong number', () => {
    expect(moneyText('n/a', 'USD')).toBe('n/a USD');
  });
});

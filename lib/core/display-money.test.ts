import { describe, expect, it } from 'vitest';
import { displayMoney, groupedAmount, ungroupedAmount } from './display-money';

describe('an amount of money', () => {
  it.each([
    ['1234.5', 'USD', '$1,234.50'],
    ['-20', 'USD', '\u2212$20.00'],
    ['5', 'CAD', 'CA$5.00'],
    ['0.125', 'USD', '$0.125'],
    ['1234', 'JPY', '¥1,234'],
  ])('%s %s reads %s', (amount, currency, text) => {
    expect(displayMoney(amount, currency)).toBe(text);
  });

  it('keeps every digit of an amount no float can hold', () => {
    expect(displayMoney('9007199254740993.01', 'USD')).toBe('$9,007,199,254,740,993.01');
  });

  it('shows the plus of a gain when asked, and none for zero', () => {
    expect([displayMoney('3', 'USD', 'always'), displayMoney('0', 'USD', 'always')]).toEqual(['+$3.00', '$0.00']);
  });

  it('shows what is not a decimal as it is instead of a wrong number', () => {
    expect(displayMoney('n/a', 'USD')).toBe('n/a USD');
  });
});

describe('an amount in a field', () => {
  it.each([
    ['999', '999'],
    ['1000', '1,000'],
    ['1250000.50', '1,250,000.50'],
    ['0.12345678', '0.12345678'],
  ])('%s stands as %s, and is read back', (amount, text) => {
    expect(groupedAmount(amount)).toBe(text);
    expect(ungroupedAmount(text)).toBe(amount);
  });

  it.each(['', 'lots', '1,5', '1,00', '1,0000', '12,34,567', ',500', '1,000,', '1.000,50', '1.5,000'])(
    '%j is no amount and stays as it is',
    (text) => {
      expect([groupedAmount(text), ungroupedAmount(text)]).toEqual([text, text]);
    },
  );
});

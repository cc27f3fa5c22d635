import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { currencyScale, Decimal, decimalText, moneyText, priceText, readDecimal } from './money';

const plain = fc
  .tuple(fc.bigInt({ min: -(10n ** 24n) + 1n, max: 10n ** 24n - 1n }), fc.nat({ max: 8 }))
  .map(([digits, scale]) => new Decimal(digits.toString()).div(new Decimal(10).pow(8)).toDecimalPlaces(scale, Decimal.ROUND_DOWN));

describe('reading an amount', () => {
  it.each(['0', '1', '-1', '400.00', '0.5', '0.00000001', '9999999999999999.99999999', '007.50'])('takes %j', (text) => {
    expect(readDecimal(text)?.eq(text)).toBe(true);
  });

  it.each([
    '',
    ' 1',
    '1 ',
    '+1',
    '.5',
    '5.',
    '1e3',
    '1E-9',
    '0x10',
    '1,000',
    '1_000',
    '--1',
    'NaN',
    'Infinity',
    '１',
    '٣',
    '1\0',
    '1\n',
    '0.000000001',
    '12345678901234567',
    null,
    undefined,
    true,
    {},
    [],
    Number.NaN,
    Number.POSITIVE_INFINITY,
    1e-9,
    1e21,
    5e-324,
  ])('refuses %j', (input) => {
    expect(readDecimal(input)).toBeNull();
  });

  it('takes a JSON number by its decimal text, not its binary value', () => {
    expect(readDecimal(0.1)?.toFixed()).toBe('0.1');
    expect(readDecimal(400)?.toFixed()).toBe('400');
    expect(readDecimal(1e-7)?.toFixed()).toBe('0.0000001');
  });

  it('never throws', () => {
    fc.assert(fc.property(fc.anything(), (input) => readDecimal(input) === null || readDecimal(input) instanceof Decimal));
  });

  it('gives back what was written', () => {
    fc.assert(fc.property(plain, (value) => readDecimal(decimalText(value))?.eq(value) === true));
  });
});

describe('writing an amount', () => {
  it('uses no exponent, however small or large', () => {
    expect(decimalText(new Decimal('1e-8'))).toBe('0.00000001');
    expect(decimalText(new Decimal('1e30'))).toBe(`1${'0'.repeat(30)}`);
    expect(String(new Decimal('1e-8'))).toBe('0.00000001');
  });

  it('knows no negative zero', () => {
    expect(decimalText(new Decimal('-0'))).toBe('0');
    expect(moneyText(new Decimal('-0.001'), 'USD')).toBe('0.00');
  });

  it('rounds to the scale of the currency, halves to even', () => {
    expect(moneyText(new Decimal('400'), 'USD')).toBe('400.00');
    expect(moneyText(new Decimal('0.125'), 'USD')).toBe('0.12');
    expect(moneyText(new Decimal('0.135'), 'USD')).toBe('0.14');
    expect(moneyText(new Decimal('1234.5'), 'JPY')).toBe('1234');
    expect(currencyScale('KWD')).toBe(3);
  });

  it('keeps the decimals of a price, two at least', () => {
    expect(priceText(new Decimal('400'))).toBe('400.00');
    expect(priceText(new Decimal('0.4237'))).toBe('0.4237');
  });

  it('adds without the errors of floating point', () => {
    expect(new Decimal('0.1').plus('0.2').toFixed()).toBe('0.3');
  });
});

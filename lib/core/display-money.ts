// Amounts as people read and type them, the same on every page, in mail and in what an AI client is told. Without decimal.js, for the browser.

type Sign = 'auto' | 'always';

/** What Intl and the registry's numeric(24, 8) columns hold. */
const MOST_DECIMALS = 8;

/**
 * An amount as people read it: `$1,234.50`, `−$20.00`, `CA$5.00`. Exact: the decimal string is never made a float.
 * At least the decimals of the currency, more only where the amount has them; a minus sign, not a hyphen.
 */
export function displayMoney(amount: string, currency: string, sign: Sign = 'auto'): string {
  if (!isDecimal(amount)) return `${amount} ${currency}`;
  const format = new Intl.NumberFormat('en', {
    style: 'currency',
    currency,
    maximumFractionDigits: MOST_DECIMALS,
    signDisplay: sign === 'always' ? 'exceptZero' : 'negative',
  });
  return format.format(amount).replace('-', '\u2212');
}

function isDecimal(text: string): text is `${number}` {
  return /^-?\d+(\.\d+)?$/.test(text);
}

/** An amount in a field, where its currency stands beside it: "25000.5" is "25,000.5". What is no amount stays as it is. */
export function groupedAmount(amount: string): string {
  if (!isDecimal(amount)) return amount;
  const [whole = '', ...decimals] = amount.split('.');
  return [whole.replace(/\B(?=(\d{3})+$)/g, ','), ...decimals].join('.');
}

/** What was typed into such a field, without its separators. Commas elsewhere than before three digits stay, for the reader to refuse. */
export function ungroupedAmount(typed: string): string {
  return /^-?\d{1,3}(,\d{3})+(\.\d+)?$/.test(typed) ? typed.replaceAll(',', '') : typed;
}

import { cn } from './cn';

type Sign = 'auto' | 'always';

/**
 * An amount as people read it: `$1,234.50`, `−$20.00`, `CA$5.00`. Exact: the decimal string is never made a float.
 * At least two decimals, more only where the amount has them; a minus sign, not a hyphen.
 */
export function moneyText(amount: string, currency: string, sign: Sign = 'auto'): string {
  if (!isDecimal(amount)) return `${amount} ${currency}`;
  const decimals = Math.min(Math.max((amount.split('.')[1] ?? '').length, 2), 8);
  const format = new Intl.NumberFormat('en', {
    style: 'currency',
    currency,
    minimumFractionDigits: 2,
    maximumFractionDigits: decimals,
    signDisplay: sign === 'always' ? 'exceptZero' : 'negative',
  });
  return format.format(amount).replace('-', '\u2212');
}

function isDecimal(text: string): text is `${number}` {
  return /^-?\d+(\.\d+)?$/.test(text);
}

/** Money in tabular figures, in the strongest ink. The sign tells gain from loss, not a colour. */
export function Money({ amount, currency, sign, className }: { amount: string; currency: string; sign?: Sign; className?: string }) {
  return <span className={cn('whitespace-nowrap text-ink tabular-nums', className)}>{moneyText(amount, currency, sign)}</span>;
}

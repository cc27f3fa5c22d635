import { displayMoney } from '@/lib/core/display-money';
import { cn } from './cn';

type MoneyProps = { amount: string; currency: string; sign?: 'auto' | 'always'; className?: string };

/** Money in tabular figures, in the strongest ink. The sign tells gain from loss, not a colour. */
export function Money({ amount, currency, sign, className }: MoneyProps) {
  return <span className={cn('whitespace-nowrap text-ink tabular-nums', className)}>{displayMoney(amount, currency, sign)}</span>;
}

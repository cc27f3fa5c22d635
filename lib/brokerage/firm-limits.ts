// Of the loss limits that a person and the operator set for an account, the ones that hold.
import { Decimal } from '@/lib/core/money';
import type { FirmLimits, SetFirmLimits } from './schema';

export type LimitName = keyof FirmLimits;
export type HeldLimit = Readonly<{ amount: string; setBy: 'user' | 'operator' }>;
export type HeldLimits = Readonly<Record<LimitName, HeldLimit | null>>;

export function limitsThatHold({ own, operator }: SetFirmLimits): HeldLimits {
  const held = (name: LimitName) => stricter(own[name], operator[name]);
  return { maxDailyLoss: held('maxDailyLoss'), maxDrawdown: held('maxDrawdown') };
}

/** Of two that are alike it is the operator's, which its person cannot take away. */
function stricter(own: string | null, operator: string | null): HeldLimit | null {
  if (operator !== null && (own === null || new Decimal(own).gte(operator))) return { amount: operator, setBy: 'operator' };
  return own === null ? null : { amount: own, setBy: 'user' };
}

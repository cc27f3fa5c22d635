// Whether a change of limits lets a client do more: that asks for proof of who is at the keyboard, the other direction never does.
import { Decimal } from '@/lib/core/money';
import type { Limits } from './schema';
import type { TradeRules } from './trade-rules';

export type Bounds = Readonly<{ limits: Limits; rules: TradeRules; endsAt: Date | null }>;

/** True when anything allowed by `after` was not allowed by `before`. */
export function isLooser(before: Bounds, after: Bounds): boolean {
  return isLooserLimits(before.limits, after.limits) || isLooserRules(before.rules, after.rules) || isLaterEnd(before.endsAt, after.endsAt);
}

function isLooserLimits(before: Limits, after: Limits): boolean {
  return (
    isRaised(before.maxOrderValue, after.maxOrderValue) ||
    isRaised(before.maxDailyValue, after.maxDailyValue) ||
    isRaised(before.maxOrdersPerDay, after.maxOrdersPerDay) ||
    isRaised(before.approvalAbove, after.approvalAbove)
  );
}

/** A bound that goes up or away; null is none. */
export function isRaised(before: string | number | null, after: string | number | null): boolean {
  if (before === null) return false;
  return after === null || new Decimal(after).greaterThan(before);
}

function isLooserRules(before: TradeRules, after: TradeRules): boolean {
  return (
    isRaised(before.maxQuantity, after.maxQuantity) ||
    isWiderChoice(before.symbolsAllow, after.symbolsAllow) ||
    !isWithin(before.symbolsDeny, after.symbolsDeny) ||
    !isWithin(after.assetClasses, before.assetClasses) ||
    !isWithin(after.orderTypes, before.orderTypes) ||
    !isWithin(after.sides, before.sides) ||
    (after.allowShort && !before.allowShort) ||
    (after.session === 'extended' && before.session === 'regular')
  );
}

/** An empty choice stands for all. */
function isWiderChoice(before: readonly string[], after: readonly string[]): boolean {
  return before.length > 0 && (after.length === 0 || !isWithin(after, before));
}

function isWithin(inner: readonly string[], outer: readonly string[]): boolean {
  return inner.every((one) => outer.includes(one));
}

function isLaterEnd(before: Date | null, after: Date | null): boolean {
  return before !== null && (after === null || after > before);
}

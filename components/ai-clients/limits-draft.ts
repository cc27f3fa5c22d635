// The limits of a connection as they stand in the form: everything is text until it is sent.
import { ApiError } from '@/lib/browser/api';
import { groupedAmount, ungroupedAmount } from '@/lib/core/display-money';
import { dayOfEnd, type NewLimits } from '@/lib/grants/limits-schema';
import type { Connection } from '@/lib/grants/portal-schema';
import type { TradeRules } from '@/lib/grants/trade-rules';

export type LimitsDraft = Readonly<{
  maxOrderValue: string;
  maxDailyValue: string;
  maxOrdersPerDay: string;
  approvalAbove: string;
  endsOn: string;
  maxQuantity: string;
  symbolsAllow: string;
  symbolsDeny: string;
  assetClasses: TradeRules['assetClasses'];
  orderTypes: TradeRules['orderTypes'];
  sides: TradeRules['sides'];
  allowShort: boolean;
  session: TradeRules['session'];
}>;

export function draftOf({ limits, rules, endsAt }: Pick<Connection, 'limits' | 'rules' | 'endsAt'>): LimitsDraft {
  return {
    ...rules,
    maxOrderValue: groupedAmount(limits.maxOrderValue ?? ''),
    maxDailyValue: groupedAmount(limits.maxDailyValue ?? ''),
    maxOrdersPerDay: limits.maxOrdersPerDay?.toString() ?? '',
    approvalAbove: groupedAmount(limits.approvalAbove ?? ''),
    endsOn: endsAt === null ? '' : dayOfEnd(endsAt),
    maxQuantity: groupedAmount(rules.maxQuantity ?? ''),
    symbolsAllow: rules.symbolsAllow.join(', '),
    symbolsDeny: rules.symbolsDeny.join(', '),
  };
}

/** What is sent; an empty field is no bound, and what is no number stays wrong, for the server to say so. */
export function limitsOf(draft: LimitsDraft): NewLimits {
  const { assetClasses, orderTypes, sides, allowShort, session } = draft;
  const orders = textOrNull(draft.maxOrdersPerDay);
  return {
    maxOrderValue: amountOrNull(draft.maxOrderValue),
    maxDailyValue: amountOrNull(draft.maxDailyValue),
    maxOrdersPerDay: orders === null ? null : /^\d{1,9}$/.test(orders) ? Number(orders) : -1,
    approvalAbove: amountOrNull(draft.approvalAbove),
    endsOn: textOrNull(draft.endsOn),
    rules: {
      maxQuantity: amountOrNull(draft.maxQuantity),
      symbolsAllow: symbolsIn(draft.symbolsAllow),
      symbolsDeny: symbolsIn(draft.symbolsDeny),
      assetClasses,
      orderTypes,
      sides,
      allowShort,
      session,
    },
  };
}

function textOrNull(text: string): string | null {
  return text.trim() === '' ? null : text.trim();
}

function amountOrNull(text: string): string | null {
  return textOrNull(ungroupedAmount(text.trim()));
}

function symbolsIn(text: string): string[] {
  return text.split(/[\s,;]+/).filter((symbol) => symbol !== '');
}

/** The field at fault: `rules.symbolsAllow.0` is `symbolsAllow`; null for what is about none of them. */
export function fieldAtFault(thrown: unknown): keyof LimitsDraft | null {
  const path = thrown instanceof ApiError ? (thrown.field ?? '') : '';
  const [name = ''] = path.replace(/^rules\./, '').split('.');
  return FIELDS.find((field) => field === name) ?? null;
}

const FIELDS = [
  'maxOrderValue',
  'maxDailyValue',
  'maxOrdersPerDay',
  'approvalAbove',
  'endsOn',
  'maxQuantity',
  'symbolsAllow',
  'symbolsDeny',
  'assetClasses',
  'orderTypes',
  'sides',
] as const satisfies readonly (keyof LimitsDraft)[];

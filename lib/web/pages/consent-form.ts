// What a person ticked and typed on the consent page: read once, every field answered for itself, everything typed kept.
import type { ConsentErrors } from '@/components/consent/consent-page';
import type { LimitsTyped } from '@/components/consent/limit-fields';
import { groupedAmount, ungroupedAmount } from '@/lib/core/display-money';
import type { Parameters } from '@/lib/core/http';
import { amountProblem, END_PROBLEM, endOfDay, MOST_ORDERS_PER_DAY, ORDERS_PER_DAY_PROBLEM } from '@/lib/grants/limits-schema';
import type { Limits } from '@/lib/grants/schema';
import type { ConsentChoice, ConsentQuestion } from '@/lib/oauth/schema';

export type ConsentTyped = Readonly<{
  tickedScopes: readonly string[];
  tickedAccounts: readonly string[];
  limits: LimitsTyped;
  endsOn: string;
}>;

/** As the page comes: requested scopes and all accounts ticked, limits suggested. */
export function untouched({ scopes, accounts, limits }: ConsentQuestion): ConsentTyped {
  return {
    tickedScopes: scopes.filter(({ isRequested }) => isRequested).map(({ id }) => id),
    tickedAccounts: accounts.filter(({ isTicked }) => isTicked).map(({ id }) => id),
    endsOn: '',
    limits: {
      maxOrderValue: groupedAmount(limits.maxOrderValue ?? ''),
      maxDailyValue: groupedAmount(limits.maxDailyValue ?? ''),
      maxOrdersPerDay: limits.maxOrdersPerDay?.toString() ?? '',
      approvalAbove: groupedAmount(limits.approvalAbove ?? ''),
    },
  };
}

const LONGEST_TYPED = 40;

export function readTyped(form: Parameters): ConsentTyped {
  const list = (name: string) => (form.get(name) ?? '').split(' ').filter((one) => one !== '');
  const text = (name: string) => (form.get(name) ?? '').trim().slice(0, LONGEST_TYPED + 1);
  return {
    tickedScopes: list('scope'),
    tickedAccounts: list('account'),
    endsOn: text('endsOn'),
    limits: {
      maxOrderValue: text('maxOrderValue'),
      maxDailyValue: text('maxDailyValue'),
      maxOrdersPerDay: text('maxOrdersPerDay'),
      approvalAbove: text('approvalAbove'),
    },
  };
}

/** The choice, or what is wrong with it. */
export function readChoice(
  question: ConsentQuestion,
  typed: ConsentTyped,
  now: Date,
): { choice: ConsentChoice } | { errors: ConsentErrors } {
  const errors: ConsentErrors = {};
  const scopes = question.scopes.map(({ id }) => id).filter((id) => typed.tickedScopes.includes(id));
  const accountIds = question.accounts.map(({ id }) => id).filter((id) => typed.tickedAccounts.includes(id));
  if (scopes.length === 0) errors.scopes = 'Tick at least one permission, or press Deny.';
  const needsAccount = scopes.some((id) => id === 'account:read' || id === 'orders:trade');
  if (needsAccount && question.accounts.length > 0 && accountIds.length === 0)
    errors.accounts = 'Tick at least one account, or press Deny.';
  const endsAt = readEnd(typed.endsOn, now, errors);
  const limits = question.asksLimits ? readLimits(typed.limits, errors) : question.limits;
  return Object.keys(errors).length > 0 ? { errors } : { choice: { scopes, accountIds, limits, endsAt } };
}

/** The end of the day that was chosen, UTC; null for no end. */
function readEnd(text: string, now: Date, errors: ConsentErrors): Date | null {
  if (text === '') return null;
  const end = endOfDay(text, now);
  if (end === null) errors.endsOn = END_PROBLEM;
  return end;
}

function readLimits(typed: LimitsTyped, errors: ConsentErrors): Limits {
  const amount = (name: 'maxOrderValue' | 'maxDailyValue' | 'approvalAbove', isZeroAllowed = false): string | null => {
    const text = ungroupedAmount(typed[name]);
    if (text === '') return null;
    const problem = amountProblem(text, isZeroAllowed);
    if (problem) errors[name] = problem;
    return problem ? null : text;
  };
  return {
    maxOrderValue: amount('maxOrderValue'),
    maxDailyValue: amount('maxDailyValue'),
    maxOrdersPerDay: readCount(typed.maxOrdersPerDay, errors),
    approvalAbove: amount('approvalAbove', true), // 0: ask about every order
  };
}

function readCount(text: string, errors: ConsentErrors): number | null {
  if (text === '') return null;
  const count = /^\d{1,6}$/.test(text) ? Number(text) : 0;
  if (count >= 1 && count <= MOST_ORDERS_PER_DAY) return count;
  errors.maxOrdersPerDay = ORDERS_PER_DAY_PROBLEM;
  return null;
}

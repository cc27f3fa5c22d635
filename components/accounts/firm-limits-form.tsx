'use client';
import { type FormEvent, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Notice } from '@/components/ui/notice';
import { toast } from '@/components/ui/toaster';
import type { SetFirmLimits } from '@/lib/brokerage/schema';
import { ApiError } from '@/lib/browser/api';
import { displayMoney, groupedAmount, ungroupedAmount } from '@/lib/core/display-money';
import { useFirmLimits } from './use-accounts';

type FirmLimitsFormProps = { accountId: string; currency: string; limits: SetFirmLimits };

/** What holds whatever the person writes. */
const ofOperator = (most: string | null, currency: string) =>
  most === null ? '' : ` The operator set ${displayMoney(most, currency)}; you can set less.`;

const amountOrNull = (typed: string) => ungroupedAmount(typed.trim()) || null;

/** How much the account may lose before AI clients open nothing new in it. */
export function FirmLimitsForm({ accountId, currency, limits: { own: saved, operator } }: FirmLimitsFormProps) {
  const [maxDailyLoss, setDailyLoss] = useState(groupedAmount(saved.maxDailyLoss ?? ''));
  const [maxDrawdown, setDrawdown] = useState(groupedAmount(saved.maxDrawdown ?? ''));
  const change = useFirmLimits(accountId);
  const problem = change.error;
  const field = problem instanceof ApiError ? problem.field : undefined;
  const typed = { maxDailyLoss: amountOrNull(maxDailyLoss), maxDrawdown: amountOrNull(maxDrawdown) };
  const isChanged = typed.maxDailyLoss !== saved.maxDailyLoss || typed.maxDrawdown !== saved.maxDrawdown;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    change.mutate(typed, {
      onSuccess: () => toast.success('Loss limits saved', { description: 'They count for the very next order of every AI client.' }),
    });
  };
  return (
    <form noValidate onSubmit={submit} className="max-w-text space-y-4">
      {problem && field !== 'maxDailyLoss' && field !== 'maxDrawdown' && <Notice tone="danger">{problem.message}</Notice>}
      <div className="grid gap-x-6 gap-y-5 sm:grid-cols-2">
        <Field
          label="Maximum daily loss"
          hint={`In ${currency}, since the close before.${ofOperator(operator.maxDailyLoss, currency)}`}
          error={field === 'maxDailyLoss' ? problem?.message : undefined}
        >
          <Input
            inputMode="decimal"
            autoComplete="off"
            maxLength={40}
            value={maxDailyLoss}
            onChange={({ target }) => setDailyLoss(target.value)}
          />
        </Field>
        <Field
          label="Maximum drawdown"
          hint={`In ${currency}, from the most its equity has been.${ofOperator(operator.maxDrawdown, currency)}`}
          error={field === 'maxDrawdown' ? problem?.message : undefined}
        >
          <Input
            inputMode="decimal"
            autoComplete="off"
            maxLength={40}
            value={maxDrawdown}
            onChange={({ target }) => setDrawdown(target.value)}
          />
        </Field>
      </div>
      <Button type="submit" disabled={!isChanged} pending={change.isPending}>
        Save loss limits
      </Button>
    </form>
  );
}

'use client';
import { type FormEvent, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Notice } from '@/components/ui/notice';
import { toast } from '@/components/ui/toaster';
import { ApiError } from '@/lib/browser/api';
import { groupedAmount, ungroupedAmount } from '@/lib/core/display-money';
import { useOwnRule } from './use-accounts';

/** "Ask me above" for every AI client at once; the lower of this and a client's own limit counts. */
export function OwnRuleForm({ saved }: { saved: string | null }) {
  const [typed, setTyped] = useState(groupedAmount(saved ?? ''));
  const change = useOwnRule();
  const amount = ungroupedAmount(typed.trim());
  const isAboutField = change.error instanceof ApiError && change.error.field === 'approvalAbove';
  const submit = (event: FormEvent) => {
    event.preventDefault();
    change.mutate(amount === '' ? null : amount, {
      onSuccess: () => toast.success('Saved', { description: 'It counts for the very next trade of every AI client.' }),
    });
  };
  return (
    <form noValidate onSubmit={submit} className="max-w-column space-y-4">
      {change.error && !isAboutField && <Notice tone="danger">{change.error.message}</Notice>}
      <Field
        label="Ask me above"
        hint="In the currency of the account. 0 asks about every trade; empty leaves it to the limits of each AI client."
        error={isAboutField ? change.error?.message : undefined}
      >
        <Input inputMode="decimal" autoComplete="off" maxLength={40} value={typed} onChange={({ target }) => setTyped(target.value)} />
      </Field>
      <Button type="submit" pending={change.isPending} disabled={amount === (saved ?? '')}>
        Save
      </Button>
    </form>
  );
}

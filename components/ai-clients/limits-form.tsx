'use client';
import { type FormEvent, useState } from 'react';
import { Button } from '@/components/ui/button';
import { CheckboxRow } from '@/components/ui/checkbox';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Notice } from '@/components/ui/notice';
import { toast } from '@/components/ui/toaster';
import type { Connection } from '@/lib/grants/portal-schema';
import { draftOf, fieldAtFault, type LimitsDraft, limitsOf } from './limits-draft';
import { TickList } from './tick-list';
import { useUpdateLimits } from './use-ai-clients';

const SIDES = [
  ['buy', 'Buy'],
  ['sell', 'Sell'],
] as const;
const ASSET_CLASSES = [
  ['stock', 'Stocks'],
  ['etf', 'ETFs'],
] as const;
const ORDER_TYPES = [
  ['market', 'Market'],
  ['limit', 'Limit'],
  ['stop', 'Stop'],
  ['stop_limit', 'Stop limit'],
  ['trailing_stop', 'Trailing stop'],
] as const;

type Text = { [Name in keyof LimitsDraft]: LimitsDraft[Name] extends string ? Name : never }[keyof LimitsDraft];

/** All limits of a connection, changed together. Tighter counts at once; looser first asks who is at the keyboard. */
export function LimitsForm({ saved }: { saved: Connection }) {
  const [draft, setDraft] = useState(() => draftOf(saved));
  const update = useUpdateLimits(saved.id);
  const fault = update.error ? fieldAtFault(update.error) : null;
  const change = (part: Partial<LimitsDraft>) => setDraft({ ...draft, ...part });
  const errorOf = (name: keyof LimitsDraft) => (fault === name ? update.error?.message : undefined);
  const field = (name: Text) => ({
    value: draft[name],
    onChange: ({ target }: { target: { value: string } }) => change({ [name]: target.value }),
  });
  const currency = saved.accounts[0]?.currency ?? 'USD';
  const isChanged = JSON.stringify(limitsOf(draft)) !== JSON.stringify(limitsOf(draftOf(saved)));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    update.mutate(limitsOf(draft), {
      onSuccess: () => toast.success('Limits saved', { description: 'They count for the very next order.' }),
    });
  };
  return (
    <form noValidate onSubmit={submit} className="max-w-text space-y-6">
      {update.error && fault === null && <Notice tone="danger">{update.error.message}</Notice>}
      <Amounts currency={currency} field={field} errorOf={errorOf} />
      <Symbols field={field} errorOf={errorOf} />
      <TickList legend="It may" choices={SIDES} chosen={draft.sides} onChange={(sides) => change({ sides })} error={errorOf('sides')} />
      <TickList
        legend="It may trade"
        choices={ASSET_CLASSES}
        chosen={draft.assetClasses}
        onChange={(assetClasses) => change({ assetClasses })}
        error={errorOf('assetClasses')}
      />
      <TickList
        legend="Order types"
        choices={ORDER_TYPES}
        chosen={draft.orderTypes}
        onChange={(orderTypes) => change({ orderTypes })}
        error={errorOf('orderTypes')}
      />
      <More draft={draft} change={change} />
      <Button type="submit" disabled={!isChanged} pending={update.isPending}>
        Save limits
      </Button>
    </form>
  );
}

type FieldsProps = {
  field: (name: Text) => { value: string; onChange: (event: { target: { value: string } }) => void };
  errorOf: (name: keyof LimitsDraft) => string | undefined;
};

function Amounts({ currency, field, errorOf }: FieldsProps & { currency: string }) {
  return (
    <div className="grid gap-x-6 gap-y-5 sm:grid-cols-2">
      <Field label="Maximum order value" hint={`In ${currency}. One order is worth at most this.`} error={errorOf('maxOrderValue')}>
        <Input inputMode="decimal" autoComplete="off" maxLength={40} {...field('maxOrderValue')} />
      </Field>
      <Field label="Maximum daily value" hint={`In ${currency}. All orders of a trading day together.`} error={errorOf('maxDailyValue')}>
        <Input inputMode="decimal" autoComplete="off" maxLength={40} {...field('maxDailyValue')} />
      </Field>
      <Field label="Orders per day" error={errorOf('maxOrdersPerDay')}>
        <Input inputMode="numeric" autoComplete="off" maxLength={9} {...field('maxOrdersPerDay')} />
      </Field>
      <Field
        label="Ask me above"
        hint={`In ${currency}. Orders worth as much or more wait for you. 0 asks about every order.`}
        error={errorOf('approvalAbove')}
      >
        <Input inputMode="decimal" autoComplete="off" maxLength={40} {...field('approvalAbove')} />
      </Field>
      <Field label="Shares per order" error={errorOf('maxQuantity')}>
        <Input inputMode="decimal" autoComplete="off" maxLength={40} {...field('maxQuantity')} />
      </Field>
      <Field label="Ends on" hint="The last day of this connection, in UTC." error={errorOf('endsOn')}>
        <Input type="date" {...field('endsOn')} />
      </Field>
    </div>
  );
}

function Symbols({ field, errorOf }: FieldsProps) {
  return (
    <div className="grid gap-x-6 gap-y-5 sm:grid-cols-2">
      <Field label="Only these symbols" hint="Like AAPL, MSFT. Empty allows all." error={errorOf('symbolsAllow')}>
        <Input autoComplete="off" autoCapitalize="characters" spellCheck={false} {...field('symbolsAllow')} />
      </Field>
      <Field label="Never these symbols" error={errorOf('symbolsDeny')}>
        <Input autoComplete="off" autoCapitalize="characters" spellCheck={false} {...field('symbolsDeny')} />
      </Field>
    </div>
  );
}

function More({ draft, change }: { draft: LimitsDraft; change: (part: Partial<LimitsDraft>) => void }) {
  return (
    <fieldset>
      <legend className="font-medium text-sm">Also</legend>
      <CheckboxRow
        sentence="Sell short"
        detail="Sell more than is held. A loss has no upper bound then."
        checked={draft.allowShort}
        onChange={({ target }) => change({ allowShort: target.checked })}
      />
      <CheckboxRow
        sentence="Trade before and after regular hours"
        checked={draft.session === 'extended'}
        onChange={({ target }) => change({ session: target.checked ? 'extended' : 'regular' })}
      />
    </fieldset>
  );
}

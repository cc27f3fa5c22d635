'use client';
import { type FormEvent, useRef, useState } from 'react';
import { accountName } from '@/components/grants/account-words';
import { focusFirstProblem, type Problems, problemsOf, problemsOfAnswer, withoutProblemsOf } from '@/components/keys/form-problems';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Notice } from '@/components/ui/notice';
import { Select } from '@/components/ui/select';
import { Textarea } from '@/components/ui/textarea';
import { toast } from '@/components/ui/toaster';
import type { ConnectionAccount } from '@/lib/grants/portal-schema';
import { NewNote } from '@/lib/journal/schema';
import { useAddNote } from './use-journal';

const EMPTY = { text: '', symbol: '', accountId: '', orderId: '' };
type Draft = typeof EMPTY;

/** A note, and what it is about, if anything. What was typed is never lost to an error. */
export function AddNoteForm({ accounts }: { accounts: readonly ConnectionAccount[] }) {
  const form = useRef<HTMLFormElement>(null);
  const [draft, setDraft] = useState<Draft>(EMPTY);
  const [problems, setProblems] = useState<Problems>({});
  const add = useAddNote();
  const change = (changes: Partial<Draft>) => {
    setDraft((current) => ({ ...current, ...changes }));
    setProblems((current) => withoutProblemsOf(current, Object.keys(changes)));
  };
  const refuse = (found: Problems) => {
    setProblems(found);
    focusFirstProblem(form.current);
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const checked = NewNote.safeParse(draft);
    if (!checked.success) return refuse(problemsOf(checked.error));
    setProblems({});
    try {
      await add.mutateAsync(draft);
      setDraft(EMPTY);
      toast.success('Note added');
    } catch (thrown) {
      refuse(problemsOfAnswer(thrown));
    }
  };
  return (
    <form ref={form} noValidate onSubmit={submit} className="max-w-text space-y-4">
      {problems[''] && <Notice tone="danger">{problems['']}</Notice>}
      <Field label="Note" error={problems.text}>
        <Textarea value={draft.text} className="min-h-24" onChange={({ target }) => change({ text: target.value })} />
      </Field>
      <div className="grid items-start gap-4 sm:grid-cols-3">
        <Field label="Symbol (optional)" error={problems.symbol}>
          <Input value={draft.symbol} autoComplete="off" placeholder="AAPL" onChange={({ target }) => change({ symbol: target.value })} />
        </Field>
        <Field label="Account (optional)" error={problems.accountId}>
          <Select value={draft.accountId} onChange={({ target }) => change({ accountId: target.value })}>
            <option value="">None</option>
            {accounts.map((account) => (
              <option key={account.id} value={account.id}>
                {accountName(account)}
              </option>
            ))}
          </Select>
        </Field>
        <Field label="Order ID (optional)" error={problems.orderId}>
          <Input value={draft.orderId} autoComplete="off" onChange={({ target }) => change({ orderId: target.value })} />
        </Field>
      </div>
      <Button type="submit" pending={add.isPending}>
        Add note
      </Button>
    </form>
  );
}

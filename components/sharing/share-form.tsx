'use client';
import { type FormEvent, useRef, useState } from 'react';
import { AccountFields } from '@/components/grants/account-fields';
import { focusFirstProblem, type Problems, problemsOf, problemsOfAnswer } from '@/components/keys/form-problems';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Notice } from '@/components/ui/notice';
import { toast } from '@/components/ui/toaster';
import type { SharingDetails } from '@/lib/discovery/portal-schema';
import { SharingInput } from '@/lib/discovery/schema';
import type { ConnectionAccount } from '@/lib/grants/portal-schema';
import { useShare } from './use-sharing';

/** The handle, until there is one, and which accounts. */
export function ShareForm({ sharing, accounts }: { sharing: SharingDetails; accounts: readonly ConnectionAccount[] }) {
  const form = useRef<HTMLFormElement>(null);
  const [handle, setHandle] = useState(sharing.handle ?? '');
  const [accountIds, setAccountIds] = useState<string[]>(sharing.accountIds);
  const [problems, setProblems] = useState<Problems>({});
  const share = useShare();
  const isOn = sharing.sharedSince !== null;
  const refuse = (found: Problems) => {
    setProblems(found);
    focusFirstProblem(form.current);
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const checked = SharingInput.safeParse({ handle, accountIds });
    if (!checked.success) return refuse(problemsOf(checked.error));
    setProblems({});
    try {
      await share.mutateAsync(checked.data);
      toast.success(isOn ? 'Accounts changed' : 'Sharing switched on');
    } catch (thrown) {
      refuse(problemsOfAnswer(thrown));
    }
  };
  return (
    <form ref={form} noValidate onSubmit={submit} className="max-w-text space-y-6">
      {problems[''] && <Notice tone="danger">{problems['']}</Notice>}
      {!isOn && sharing.handle === null && (
        <Field label="Handle" error={problems.handle} hint="How others know you. It stays yours and cannot be changed.">
          <Input
            value={handle}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            maxLength={30}
            onChange={({ target }) => setHandle(target.value.toLowerCase())}
          />
        </Field>
      )}
      {!isOn && sharing.handle !== null && (
        <p>
          Your handle is <strong className="font-semibold">{sharing.handle}</strong>.
        </p>
      )}
      <AccountFields accounts={accounts} chosen={accountIds} onChange={setAccountIds} error={problems.accountIds} />
      <Button type="submit" variant={isOn ? 'plain' : 'accent'} pending={share.isPending}>
        {isOn ? 'Change accounts' : 'Start sharing'}
      </Button>
    </form>
  );
}

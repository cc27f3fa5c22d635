'use client';
import { type FormEvent, useState } from 'react';
import { ScopeFields } from '@/components/grants/scope-fields';
import { Button } from '@/components/ui/button';
import { CheckboxRow } from '@/components/ui/checkbox';
import { counted } from '@/components/ui/counted';
import { FieldError } from '@/components/ui/field';
import { toast } from '@/components/ui/toaster';
import { ApiError } from '@/lib/browser/api';
import type { Connection } from '@/lib/grants/portal-schema';
import { accountName } from './account-words';
import { useNarrow } from './use-ai-clients';

type Problem = { field: string; message: string } | null;

/** Permissions and accounts of a connection, to be taken away in place. */
export function NarrowForm({ saved }: { saved: Connection }) {
  const [scopes, setScopes] = useState(saved.scopes);
  const [accountIds, setAccountIds] = useState(() => saved.accounts.map(({ id }) => id));
  const [problem, setProblem] = useState<Problem>(null);
  const narrow = useNarrow(saved.id);
  const removed = saved.scopes.length - scopes.length + saved.accounts.length - accountIds.length;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setProblem(null);
    try {
      await narrow.mutateAsync({ scopes, accountIds });
      toast.success('Narrowed', { description: 'It counts for the very next request.' });
    } catch (thrown) {
      const { message } = thrown instanceof Error ? thrown : new Error('That did not work. Try again.');
      setProblem({ field: (thrown instanceof ApiError && thrown.field) || 'scopes', message });
    }
  };
  return (
    <form noValidate onSubmit={submit} className="max-w-text space-y-6">
      <ScopeFields
        legend="Permissions"
        offered={saved.scopes}
        chosen={scopes}
        onChange={setScopes}
        error={problem?.field === 'scopes' ? problem.message : undefined}
      />
      {saved.accounts.length > 0 && (
        <AccountFields
          accounts={saved.accounts}
          chosen={accountIds}
          onChange={setAccountIds}
          error={problem?.field === 'accountIds' ? problem.message : undefined}
        />
      )}
      <Button type="submit" disabled={removed === 0} pending={narrow.isPending}>
        {removed === 0 ? 'Take away' : `Take away ${counted(removed, 'right')}`}
      </Button>
    </form>
  );
}

type AccountFieldsProps = {
  accounts: Connection['accounts'];
  chosen: readonly string[];
  onChange: (ids: string[]) => void;
  error: string | undefined;
};

function AccountFields({ accounts, chosen, onChange, error }: AccountFieldsProps) {
  return (
    <fieldset>
      <legend className="font-medium text-sm">Accounts</legend>
      <div className="mt-1.5 divide-y rounded-md border px-3">
        {accounts.map((account) => (
          <CheckboxRow
            key={account.id}
            name="accountIds"
            sentence={accountName(account)}
            detail={account.environment === 'paper' ? 'Paper money' : 'Real money'}
            checked={chosen.includes(account.id)}
            onChange={({ target }) => onChange(target.checked ? [...chosen, account.id] : chosen.filter((id) => id !== account.id))}
          />
        ))}
      </div>
      <div className="mt-1.5">
        <FieldError>{error}</FieldError>
      </div>
    </fieldset>
  );
}

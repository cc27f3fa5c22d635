'use client';
import { type FormEvent, useState } from 'react';
import { AccountFields } from '@/components/grants/account-fields';
import { ScopeFields } from '@/components/grants/scope-fields';
import { Button } from '@/components/ui/button';
import { counted } from '@/components/ui/counted';
import { toast } from '@/components/ui/toaster';
import type { Connection } from '@/lib/grants/portal-schema';
import { problemOf, type RightsProblem } from './rights-problem';
import { useNarrow } from './use-ai-clients';

/** Permissions and accounts of a connection, to be taken away in place. */
export function NarrowForm({ saved }: { saved: Connection }) {
  const [scopes, setScopes] = useState(saved.scopes);
  const [accountIds, setAccountIds] = useState(() => saved.accounts.map(({ id }) => id));
  const [problem, setProblem] = useState<RightsProblem>(null);
  const narrow = useNarrow(saved.id);
  const removed = saved.scopes.length - scopes.length + saved.accounts.length - accountIds.length;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setProblem(null);
    try {
      await narrow.mutateAsync({ scopes, accountIds });
      toast.success('Narrowed', { description: 'It counts for the very next request.' });
    } catch (thrown) {
      setProblem(problemOf(thrown));
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

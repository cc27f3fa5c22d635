'use client';
import { type FormEvent, useState } from 'react';
import { AccountFields } from '@/components/grants/account-fields';
import { ScopeFields } from '@/components/grants/scope-fields';
import { Button } from '@/components/ui/button';
import { counted } from '@/components/ui/counted';
import { toast } from '@/components/ui/toaster';
import type { Connection } from '@/lib/grants/portal-schema';
import type { ScopeId } from '@/lib/grants/scopes';
import { problemOf, type RightsProblem } from './rights-problem';
import { useWiden } from './use-ai-clients';

/** What a connection could be given besides, to be ticked and allowed in place. */
export function WidenForm({ saved }: { saved: Connection }) {
  const [scopes, setScopes] = useState<ScopeId[]>([]);
  const [accountIds, setAccountIds] = useState<string[]>([]);
  const [problem, setProblem] = useState<RightsProblem>(null);
  const widen = useWiden(saved.id);
  const added = scopes.length + accountIds.length;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setProblem(null);
    try {
      await widen.mutateAsync({ scopes, accountIds });
      toast.success('Allowed', { description: 'It counts for the very next call.' });
    } catch (thrown) {
      setProblem(problemOf(thrown));
    }
  };
  return (
    <form noValidate onSubmit={submit} className="max-w-text space-y-6">
      {saved.more.scopes.length > 0 && (
        <ScopeFields
          legend="More permissions"
          offered={saved.more.scopes}
          chosen={scopes}
          onChange={setScopes}
          error={problem?.field === 'scopes' ? problem.message : undefined}
        />
      )}
      {saved.more.accounts.length > 0 && (
        <AccountFields
          accounts={saved.more.accounts}
          chosen={accountIds}
          onChange={setAccountIds}
          error={problem?.field === 'accountIds' ? problem.message : undefined}
        />
      )}
      <Button type="submit" disabled={added === 0} pending={widen.isPending}>
        {added === 0 ? 'Allow more' : `Allow ${counted(added, 'more right', 'more rights')}`}
      </Button>
    </form>
  );
}

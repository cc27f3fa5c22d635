'use client';
import { CheckboxRow } from '@/components/ui/checkbox';
import { FieldError } from '@/components/ui/field';
import type { ConnectionAccount } from '@/lib/grants/portal-schema';
import { accountName } from './account-words';

type AccountFieldsProps = {
  accounts: readonly ConnectionAccount[];
  chosen: readonly string[];
  onChange: (ids: string[]) => void;
  error: string | undefined;
};

/** A box per brokerage account. */
export function AccountFields({ accounts, chosen, onChange, error }: AccountFieldsProps) {
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

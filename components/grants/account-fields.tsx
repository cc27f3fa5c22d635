'use client';
import { CheckboxRow } from '@/components/ui/checkbox';
import { FieldError } from '@/components/ui/field';
import type { ConnectionAccount } from '@/lib/grants/portal-schema';
import { accountName } from './account-words';

type AccountFieldsProps = {
  legend?: string;
  hint?: string;
  accounts: readonly ConnectionAccount[];
  chosen: readonly string[];
  onChange: (ids: string[]) => void;
  error: string | undefined;
};

/** A box per account, with whether its money is real. */
export function AccountFields({ legend = 'Accounts', hint, accounts, chosen, onChange, error }: AccountFieldsProps) {
  return (
    <fieldset>
      <legend className="font-medium text-sm">{legend}</legend>
      {hint && <p className="mt-0.5 max-w-text text-muted text-sm">{hint}</p>}
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

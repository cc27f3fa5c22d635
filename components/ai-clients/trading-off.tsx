import { accountsInWords } from '@/components/grants/account-words';
import { LinkButton } from '@/components/ui/link-button';
import { Notice } from '@/components/ui/notice';
import { routes } from '@/lib/core/routes';
import { type Connection, isTradingOff } from '@/lib/grants/portal-schema';

/** Why nothing it proposes is placed, although it may trade: the switch of its accounts is off. */
export function TradingOff({ connection }: { connection: Connection }) {
  if (!isTradingOff(connection)) return null;
  const { accounts, clientName } = connection;
  return (
    <Notice
      title="Trading is off in its accounts"
      className="mb-6"
      action={
        accounts.length > 0 && (
          <LinkButton href={routes.accounts()} size="sm">
            Open Accounts
          </LinkButton>
        )
      }
    >
      {accounts.length > 0
        ? `Every order of ${clientName} is refused until you switch on “Allow trading” for ${accountsInWords(accounts)}.`
        : `${clientName} may place orders, and none of your accounts is allowed to it.`}
    </Notice>
  );
}

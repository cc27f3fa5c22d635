// npm run set-firm-limits -- EMAIL|ACCOUNT_ID [daily-loss=AMOUNT|none] [drawdown=AMOUNT|none]: loss limits that the account's person cannot
// loosen; without a limit it lists what holds.
import { FirmLimitsInput } from '@/lib/accounts/schema';
import { setOperatorLimits } from '@/lib/accounts/set-operator-limits';
import { type HeldLimit, limitsThatHold } from '@/lib/brokerage/firm-limits';
import { findLimitedAccounts, type LimitedAccount } from '@/lib/brokerage/queries/accounts';
import type { FirmLimits } from '@/lib/brokerage/schema';
import type { RootCtx } from '@/lib/db/context';
import { findUserByEmailOrId } from '@/lib/identity/queries/users';
import { misused, withRegistry } from './with-registry';

const NAMES: Readonly<Record<string, keyof FirmLimits>> = { 'daily-loss': 'maxDailyLoss', drawdown: 'maxDrawdown' };

/** Null when a word is no limit. */
function readChange(words: readonly string[]): Partial<FirmLimits> | null {
  const change: Partial<Record<keyof FirmLimits, string | null>> = {};
  for (const word of words) {
    const [name = '', amount = ''] = word.split('=');
    const limit = NAMES[name];
    const read = limit && FirmLimitsInput.shape[limit].safeParse(amount === 'none' ? null : amount || 'missing');
    if (!limit || !read?.success) return null;
    change[limit] = read.data;
  }
  return change;
}

async function accountsOf(ctx: RootCtx, whom: string): Promise<LimitedAccount[]> {
  if (whom.startsWith('acc_')) return findLimitedAccounts(ctx, { accountId: whom });
  const user = await findUserByEmailOrId(ctx, whom);
  return user ? findLimitedAccounts(ctx, { userId: user.id }) : [];
}

const inWords = (limit: HeldLimit | null, currency: string) =>
  limit === null ? 'none' : `${limit.amount} ${currency} (set by the ${limit.setBy === 'operator' ? 'operator' : 'person'})`;

function tell({ id, name, lastDigits, currency, limits }: LimitedAccount): void {
  const { maxDailyLoss, maxDrawdown } = limitsThatHold(limits);
  console.log(
    `${name} ...${lastDigits} (${id}): daily loss ${inWords(maxDailyLoss, currency)}, drawdown ${inWords(maxDrawdown, currency)}.`,
  );
}

const [whom, ...words] = process.argv.slice(2);
const change = readChange(words);
if (whom === undefined || change === null) {
  process.exitCode = misused(
    'Say whose account, and the limits: npm run set-firm-limits -- name@example.com daily-loss=500 drawdown=none (amounts above 0 in its currency; an account id for one account).',
  );
} else {
  await withRegistry(async (ctx) => {
    const accounts = await accountsOf(ctx, whom);
    if (accounts.length === 0) {
      console.error(`No account has the id ${whom}, and nobody with this address has one.`);
      return 1;
    }
    for (const account of accounts) {
      tell(words.length === 0 ? account : ((await setOperatorLimits(ctx, account.id, change)) ?? account));
    }
    return 0;
  });
}

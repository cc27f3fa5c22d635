import { appendEvent } from '@/lib/audit/queries/events';
import { updateTradingEnabled } from '@/lib/brokerage/queries/accounts';
import { NotFound } from '@/lib/core/errors';
import { type Ctx, inTransaction } from '@/lib/db/context';

/** The "Allow trading" switch of an account: while it is off, no AI client trades there. @throws NotFound */
export function setTradingEnabled(ctx: Ctx, user: Readonly<{ id: string }>, accountId: string, isEnabled: boolean): Promise<void> {
  return inTransaction(ctx, async (ctx) => {
    if (!(await updateTradingEnabled(ctx, user.id, accountId, isEnabled))) throw new NotFound('You have no such account.');
    const name = isEnabled ? 'account.trading_enabled' : 'account.trading_disabled';
    await appendEvent(ctx, { userId: user.id, name, detail: { account: accountId } });
  });
}

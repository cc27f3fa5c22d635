// How an account's books change: read them at a version, match what is open up to now, decide, write all of it if the version still
// stands; else start again. Nothing is locked while deciding, so any number of instances may do this at once.
import { BrokerError } from '@/lib/brokerage/port';
import type { Ctx } from '@/lib/db/context';
import type { Books } from './books';
import { advanceDesk, type Desk, openDesk } from './desk';
import { commitDesk, findBooks } from './queries/books';

/** Of a search through the price path: about half a second of work. */
export const STEPS_PER_ROUND = 100_000;
/** Ninety days of matching fit many times over. */
const MOST_ROUNDS = 200;
const MOST_CONFLICTS = 100;

export const noAccount = () => new BrokerError('not_found', 'There is no such account.', { field: 'account_id' });

/** Not before the last second matched: another instance's clock may be ahead. */
export const momentOf = ({ now }: Ctx, { matchedSecond, orders }: Books): number =>
  orders.length === 0 ? now().getTime() : Math.max(now().getTime(), matchedSecond * 1_000);

/**
 * Changes the books of an account by a decision made on their newest state; open orders have met the market up to this moment.
 * The decision may run several times: it changes nothing but the desk. What it throws leaves the books as they are.
 * @throws BrokerError `not_found`, `broker_unavailable` when too many others change the same account
 */
export async function changeBooks<T>(
  ctx: Ctx,
  userId: string,
  accountId: string,
  decide: (desk: Desk, time: number) => T | Promise<T>,
): Promise<T> {
  for (let conflicts = 0, rounds = 0; conflicts < MOST_CONFLICTS && rounds < MOST_ROUNDS; ) {
    const books = await findBooks(ctx, userId, accountId);
    if (!books) throw noAccount();
    const desk = openDesk(ctx, books);
    const time = momentOf(ctx, books);
    const isCurrent = advanceDesk(desk, Math.floor(time / 1_000), { left: STEPS_PER_ROUND });
    const result = isCurrent ? { value: await decide(desk, time) } : null;
    const isWritten = result && !desk.isEventful ? true : await commitDesk(ctx, desk);
    if (isWritten && result) return result.value;
    if (isWritten) rounds += 1;
    else conflicts += 1;
  }
  throw new BrokerError('broker_unavailable', 'The account is being changed by many others; try again in a moment.', {
    retryAfterSeconds: 1,
  });
}

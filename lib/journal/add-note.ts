import { appendEvent } from '@/lib/audit/queries/events';
import { type BrokerCtx, BrokerError } from '@/lib/brokerage/port';
import { newId } from '@/lib/core/crypto';
import { Refused } from '@/lib/core/errors';
import { inTransaction } from '@/lib/db/context';
import { countNotesInTurn, insertNote } from './queries/notes';
import { MOST_NOTES, type NewNote, type Note } from './schema';

type About = Pick<Note, 'accountId' | 'symbol' | 'orderId'>;

/**
 * Keeps a note. One about an order is about its account and symbol, so that nobody reads it who may not see the order.
 * @throws Refused for an account or order that is not the person's, or when the journal is full; BrokerError `broker_unavailable`
 */
export async function addNote(ctx: BrokerCtx, userId: string, { text, ...about }: NewNote): Promise<Note> {
  const note = { id: newId(ctx, 'jrn'), text, ...(await settle(ctx, userId, about)), writtenAt: ctx.now().toISOString() };
  await inTransaction(ctx, async (ctx) => {
    if ((await countNotesInTurn(ctx, userId)) >= MOST_NOTES) {
      throw new Refused(`Your journal has ${MOST_NOTES} notes, the most it can hold. Remove some first.`);
    }
    await insertNote(ctx, userId, note);
    await appendEvent(ctx, { userId, name: 'journal.note_added', detail: { noteId: note.id } });
  });
  return note;
}

async function settle(ctx: BrokerCtx, userId: string, about: About): Promise<About> {
  const { orderId, accountId, symbol } = about;
  if (orderId !== null) return aboutOrder(ctx, userId, orderId);
  if (accountId !== null && !(await ctx.broker.listAccounts(ctx, userId)).some(({ id }) => id === accountId)) {
    throw new Refused('You have no such account. Choose one of yours.', 'accountId');
  }
  return { accountId, symbol, orderId };
}

async function aboutOrder(ctx: BrokerCtx, userId: string, orderId: string): Promise<About> {
  try {
    const { order } = await ctx.broker.getOrder(ctx, userId, { orderId });
    return { accountId: order.accountId, symbol: order.symbol, orderId: order.id };
  } catch (thrown) {
    if (thrown instanceof BrokerError && thrown.code === 'not_found') {
      throw new Refused('You have no order with this id. Copy it from the list of orders, or leave it empty.', 'orderId');
    }
    throw thrown;
  }
}

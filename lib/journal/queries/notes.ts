// Rows of journal notes. The owner is in every question.
import type { Place } from '@/lib/brokerage/list-cursor';
import type { Ctx } from '@/lib/db/context';
import type { Prisma } from '@/lib/db/generated/client';
import type { Note } from '@/lib/journal/schema';

const columns = { id: true, accountId: true, symbol: true, orderId: true, text: true, writtenAt: true } satisfies Prisma.JournalEntrySelect;

type Row = Prisma.JournalEntryGetPayload<{ select: typeof columns }>;

const toNote = ({ writtenAt, ...row }: Row): Note => ({ ...row, writtenAt: writtenAt.toISOString() });

export async function insertNote({ db }: Ctx, userId: string, { writtenAt, ...note }: Note): Promise<void> {
  await db.journalEntry.create({ data: { ...note, userId, writtenAt: new Date(writtenAt) }, select: { id: true } });
}

/** Takes the person's turn at writing notes, so that the limit holds for requests that arrive at once. Needs a transaction. */
export async function countNotesInTurn({ db }: Ctx, userId: string): Promise<number> {
  await db.$queryRaw`SELECT id FROM users WHERE id = ${userId} FOR UPDATE`;
  return db.journalEntry.count({ where: { userId } });
}

/** @returns false when the person has no such note */
export async function deleteNote({ db }: Ctx, userId: string, id: string): Promise<boolean> {
  return (await db.journalEntry.deleteMany({ where: { id, userId } })).count === 1;
}

export type NoteQuestion = Readonly<{
  /** Notes about these accounts; null for those about any or none. */
  accountIds: readonly string[] | null;
  /** With `accountIds`: those about no account too. */
  withGeneral: boolean;
  from: Date | null;
  /** Before. */
  to: Date | null;
  after: Place | null;
  limit: number;
}>;

/** Newest first. */
export async function findNotes({ db }: Ctx, userId: string, question: NoteQuestion): Promise<Note[]> {
  const { accountIds, withGeneral, from, to, after, limit } = question;
  const where: Prisma.JournalEntryWhereInput[] = [
    { userId },
    ...(accountIds ? [{ OR: [{ accountId: { in: [...accountIds] } }, ...(withGeneral ? [{ accountId: null }] : [])] }] : []),
    ...(from ? [{ writtenAt: { gte: from } }] : []),
    ...(to ? [{ writtenAt: { lt: to } }] : []),
    ...(after ? [{ OR: [{ writtenAt: { lt: after.at } }, { writtenAt: after.at, id: { lt: after.id } }] }] : []),
  ];
  const rows = await db.journalEntry.findMany({
    where: { AND: where },
    select: columns,
    orderBy: [{ writtenAt: 'desc' }, { id: 'desc' }],
    take: limit,
  });
  return rows.map(toNote);
}

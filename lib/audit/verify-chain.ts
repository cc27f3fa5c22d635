// Proves that nobody changed, removed, moved or cut off entries of an audit trail, or says which is the first that is wrong.
import type { Ctx } from '@/lib/db/context';
import { type ChainLink, checkPage, type EntryFault, findHead, findLink } from './queries/chains';

export type ChainState = Readonly<{
  /** The place of the newest entry: how many were ever appended. */
  entries: number;
  /** How many of them were looked at, the newest ones. */
  checked: number;
  /** Of the newest entry; kept elsewhere, it proves that all of this was there. */
  hash: string;
  /** Null while the chain is unbroken. `cut`: the newest entries are gone. `sequence` is the first entry that is wrong or gone. */
  broken: Readonly<{ fault: EntryFault | 'cut'; sequence: number; at: Date | null }> | null;
}>;

const PAGE = 5_000;
const START: ChainLink = { sequence: 0n, hash: '0'.repeat(64) };

/**
 * @param userId whose chain; NOBODY for the events of no account
 * @param newest look at this many only
 */
export async function verifyChain(ctx: Ctx, userId: string, newest = Number.POSITIVE_INFINITY): Promise<ChainState> {
  const headBefore = (await findHead(ctx, userId)) ?? START;
  const start = await startOf(ctx, userId, headBefore, newest);
  let last = start;
  let broken: ChainState['broken'] = null;
  for (let isMore = true; isMore && !broken; ) {
    const page = await checkPage(ctx, userId, last, PAGE);
    broken = page.broken && { ...page.broken, sequence: Number(page.broken.sequence) };
    isMore = page.checked === PAGE;
    last = page.last ?? last;
  }
  broken ??= endFault(last, headBefore, (await findHead(ctx, userId)) ?? START);
  return { entries: Number(last.sequence), checked: Number(last.sequence - start.sequence), hash: last.hash, broken };
}

async function startOf(ctx: Ctx, userId: string, head: ChainLink, newest: number): Promise<ChainLink> {
  if (newest >= head.sequence) return START;
  return (await findLink(ctx, userId, head.sequence - BigInt(newest))) ?? START;
}

/** Entries that were appended while we read are there or not: the last one lies between the two heads. */
function endFault(last: ChainLink, headBefore: ChainLink, headAfter: ChainLink): ChainState['broken'] {
  if (last.sequence < headBefore.sequence) return { fault: 'cut', sequence: Number(last.sequence) + 1, at: null };
  if (last.sequence > headAfter.sequence) return { fault: 'inserted', sequence: Number(headAfter.sequence) + 1, at: null };
  const isHead = [headBefore, headAfter].every(({ sequence, hash }) => sequence !== last.sequence || hash === last.hash);
  return isHead ? null : { fault: 'changed', sequence: Number(last.sequence), at: null };
}

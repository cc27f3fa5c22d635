// Every chain there is, for the operator.
import type { Ctx } from '@/lib/db/context';
import { listChains, NOBODY } from './queries/chains';
import { type ChainState, verifyChain } from './verify-chain';

const CHAINS_AT_ONCE = 1_000;

/** @param say takes a line for each broken chain, and one for all of them at the end. @returns how many are broken */
export async function verifyAll(ctx: Ctx, say: (line: string) => void): Promise<number> {
  let chains = 0;
  let entries = 0;
  let broken = 0;
  for (let userIds = await listChains(ctx, null, CHAINS_AT_ONCE); userIds.length > 0; ) {
    for (const userId of userIds) {
      const state = await verifyChain(ctx, userId);
      chains += 1;
      entries += state.entries;
      if (!state.broken) continue;
      broken += 1;
      say(inWords(userId, state.broken));
    }
    userIds = await listChains(ctx, userIds.at(-1) ?? null, CHAINS_AT_ONCE);
  }
  say(`${chains} chains, ${entries} entries: ${broken === 0 ? 'unbroken' : `${broken} broken`}.`);
  return broken;
}

function inWords(userId: string, { sequence, at, fault }: NonNullable<ChainState['broken']>): string {
  return `Broken: ${userId === NOBODY ? '(no account)' : userId}, entry ${sequence}${at ? ` of ${at.toISOString()}` : ''}: ${fault}.`;
}

// npm run verify-audit: recomputes every audit chain. A line per broken one and exit code 1, or how many are unbroken and 0.
// On the embedded database only while the server is stopped; on PostgreSQL at any time.
import { listChains, NOBODY } from '@/lib/audit/queries/chains';
import { verifyChain } from '@/lib/audit/verify-chain';
import type { Ctx } from '@/lib/db/context';
import { withRegistry } from './with-registry';

const CHAINS_AT_ONCE = 1_000;

/** @returns how many chains are broken */
async function verifyAll(ctx: Ctx): Promise<number> {
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
      const { fault, sequence, at } = state.broken;
      console.log(
        `Broken: ${userId === NOBODY ? '(no account)' : userId}, entry ${sequence}${at ? ` of ${at.toISOString()}` : ''}: ${fault}.`,
      );
    }
    userIds = await listChains(ctx, userIds.at(-1) ?? null, CHAINS_AT_ONCE);
  }
  console.log(`${chains} chains, ${entries} entries: ${broken === 0 ? 'unbroken' : `${broken} broken`}.`);
  return broken;
}

await withRegistry(async (ctx) => ((await verifyAll(ctx)) === 0 ? 0 : 1));

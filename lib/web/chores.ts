// Work that nobody asks for: every few minutes each instance removes what is over. Instances do not need to agree; batches skip locked rows.
import { expireUnusedClients } from '@/lib/clients/expire-unused';
import type { Ctx } from '@/lib/db/context';
import { deleteExpiredCounters } from '@/lib/db/queries/counters';
import { deleteOldMints } from '@/lib/embedding/queries/mints';
import { deleteExpiredChallenges } from '@/lib/identity/queries/passkeys';
import { deleteExpiredResets } from '@/lib/identity/queries/password-resets';
import { deleteExpiredProviderSignIns } from '@/lib/identity/queries/provider';
import { deleteOldSessions } from '@/lib/identity/queries/sessions';
import { expiredRows } from '@/lib/oauth/queries/expired';
import { deleteOldAlerts } from '@/lib/strategies/queries/alerts';
import { deleteOldBacktests } from '@/lib/strategies/queries/backtests';
import { deleteOldProposals } from '@/lib/strategies/queries/deployments';
import { expireConfirmations } from '@/lib/trading/queries/confirmations';
import { expireDeliveries } from '@/lib/webhooks/deliver';

type Chore = (ctx: Ctx, limit: number) => Promise<number>;

const CHORES: Readonly<Record<string, Chore>> = {
  ...expiredRows,
  counters: deleteExpiredCounters,
  sessions: deleteOldSessions,
  passkeyChallenges: deleteExpiredChallenges,
  passwordResets: deleteExpiredResets,
  providerSignIns: deleteExpiredProviderSignIns,
  mints: deleteOldMints,
  unusedClients: expireUnusedClients,
  webhookDeliveries: expireDeliveries,
  confirmations: expireConfirmations,
  backtests: deleteOldBacktests,
  alerts: deleteOldAlerts,
  strategyProposals: deleteOldProposals,
};

const PERIOD_MS = 10 * 60 * 1000;
const BATCH = 500;
/** Batches of one chore in one round; what is left waits for the next. */
const BATCHES = 20;

/** Removes what is over, once. A chore that fails is logged and does not keep the others from theirs. */
export async function doChores(ctx: Ctx): Promise<Record<string, number>> {
  const removed: Record<string, number> = {};
  for (const [name, chore] of Object.entries(CHORES)) {
    try {
      removed[name] = await inBatches(ctx, chore);
    } catch (thrown) {
      ctx.log.warn('chore.failed', { chore: name, reason: thrown instanceof Error ? thrown.message : String(thrown) });
    }
  }
  return removed;
}

async function inBatches(ctx: Ctx, chore: Chore): Promise<number> {
  let removed = 0;
  for (let batch = 0; batch < BATCHES; batch += 1) {
    const count = await chore(ctx, BATCH);
    removed += count;
    if (count < BATCH) break;
  }
  return removed;
}

/** Does the chores now and then until stopped; stopping waits for the round that runs. */
export function startChores(ctx: Ctx): { stop: () => Promise<void> } {
  let round: Promise<unknown> = Promise.resolve();
  const timer = setInterval(() => {
    round = round.then(() => doChores(ctx));
  }, PERIOD_MS).unref();
  return {
    stop: async () => {
      clearInterval(timer);
      await round;
    },
  };
}

// Composes the work of strategies: backtests, deployments and the mail of critical alerts.
import type { RootCtx } from '@/lib/db/context';
import { claimAlertMails } from '@/lib/strategies/queries/alerts';
import { runDueDeployment } from '@/lib/strategies/run-deployment';
import { workOnBacktest } from '@/lib/strategies/work-on-backtest';
import { sendAlertMail } from './mail';
import { tradingContext } from './trading';
import { startWorker } from './worker';

const BACKTEST_PAUSE_MS = 500;
const DEPLOYMENT_PAUSE_MS = 1_000;
/** So that one slow answer of a broker does not hold up everybody's strategies. */
const DEPLOYMENTS_AT_ONCE = 3;
const MAIL_PAUSE_MS = 5_000;
const MAILS_AT_ONCE = 10;
/** What was not mailed within the hour, because the process was down, would only confuse. */
const MAILED_WITHIN_MS = 3_600_000;

/** @returns stops all of them and waits */
export function startStrategyWorkers(ctx: RootCtx): () => Promise<void> {
  const trading = tradingContext(ctx);
  const stops = [
    startWorker(ctx, {
      name: 'backtests',
      pauseMs: BACKTEST_PAUSE_MS,
      step: async (isStopping) => (await workOnBacktest(trading, { isStopping })) !== null,
    }),
    ...Array.from({ length: DEPLOYMENTS_AT_ONCE }, () =>
      startWorker(ctx, { name: 'deployments', pauseMs: DEPLOYMENT_PAUSE_MS, step: async () => (await runDueDeployment(trading)) !== null }),
    ),
    ...(ctx.settings.smtpUrl === null
      ? []
      : [startWorker(ctx, { name: 'alert-mail', pauseMs: MAIL_PAUSE_MS, step: () => mailAlerts(ctx) })]),
  ];
  return async () => {
    await Promise.all(stops.map((stop) => stop()));
  };
}

/** A mail that the server does not take is not sent again: the alert itself is in the portal. */
export async function mailAlerts(ctx: RootCtx): Promise<boolean> {
  const mails = await claimAlertMails(ctx, new Date(ctx.now().getTime() - MAILED_WITHIN_MS), MAILS_AT_ONCE);
  for (const mail of mails) {
    try {
      await sendAlertMail(ctx, mail);
    } catch (thrown) {
      ctx.log.warn('alert.mail_failed', { reason: thrown instanceof Error ? thrown.message : String(thrown) });
    }
  }
  return mails.length === MAILS_AT_ONCE;
}

// Starts the application once per process: settings, secrets, database, migrations, then the context and the endpoint table.
import { randomUUID } from 'node:crypto';
import type { Settings } from '@/lib/core/settings';
import type { OpenDatabase } from '@/lib/db/client';
import { reasonInOneLine } from '@/lib/db/errors';
import { migrate } from '@/lib/db/migrate';
import { usesWritten } from '@/lib/grants/use-log';
import { type Application, applicationSlot } from './application';
import { startChores } from './chores';
import { isDirect, routeOf, serveDirect } from './endpoints';
import { readSettings, tellNextAuth } from './environment';
import { unavailablePage } from './health';
import { createLog } from './log';
import { observeRequest } from './metrics';
import { startOrderFollower } from './order-follower';
import { openCounters, openDatabase, rootContext, takeDataDir } from './registry';
import { renewedCookie } from './session-cookie';
import { announceSetUpCode } from './set-up';
import { startSharingWorker } from './sharing-worker';
import { beginStop } from './stopping';
import { startStrategyWorkers } from './strategies';
import { startTicker } from './ticker';
import { startWebhookWorker } from './webhook-worker';

/** Begins the start; `applicationSlot().promise` tells how it went. Further calls in the same process do nothing. */
export function startApplication(): void {
  const slot = applicationSlot();
  if (slot.isStarting) return;
  slot.isStarting = true;
  start().then(slot.resolve, slot.reject);
}

async function start(): Promise<Application> {
  const settings = readSettings();
  tellNextAuth(settings);
  const steps: { name: string; milliseconds: number }[] = [];
  const timed = async <T>(name: string | ((result: T) => string), work: () => Promise<T>): Promise<T> => {
    const begun = performance.now();
    const result = await work();
    steps.push({ name: typeof name === 'string' ? name : name(result), milliseconds: performance.now() - begun });
    return result;
  };

  const { secretKey, release } = await takeDataDir(settings);
  const database = await timed(settings.databaseUrl === null ? 'Opened the embedded database' : 'Opened PostgreSQL', () =>
    openDatabase(settings),
  );
  const counters = await openCounters(settings, database);
  await timed(
    (applied: string[]) =>
      applied.length === 0 ? 'Database is up to date' : `Applied ${applied.length} migration${applied.length === 1 ? '' : 's'}`,
    () => migrateOrExplain(database, settings),
  );
  const ctx = rootContext(settings, secretKey, database, counters);
  const notice = await announceSetUpCode(ctx);
  const chores = startChores(ctx);
  const workers = [startTicker(ctx), startOrderFollower(ctx), startWebhookWorker(ctx), startSharingWorker(ctx), startStrategyWorkers(ctx)];
  return {
    ctx,
    steps,
    notice,
    newRequestId: () => randomUUID(),
    requestLog: (requestId) => createLog(settings, requestId),
    isDirect,
    serveDirect,
    unavailablePage: () => unavailablePage(ctx),
    renewedCookie: (cookies = '') => renewedCookie(ctx, new Request(settings.appUrl, { headers: { cookie: cookies } })),
    observe: (url, status, milliseconds) => observeRequest(routeOf(url), status, milliseconds),
    beginStop,
    close: async () => {
      await Promise.all(workers.map((stop) => stop()));
      await chores.stop();
      await usesWritten(ctx);
      await counters.close();
      await database.close();
      await release();
    },
  };
}

async function migrateOrExplain(database: OpenDatabase, { databaseUrl }: Settings): Promise<string[]> {
  try {
    return await migrate(database);
  } catch (thrown) {
    const reason = reasonInOneLine(thrown);
    throw new Error(databaseUrl === null ? `The embedded database cannot be brought up to date: ${reason}` : `DATABASE_URL: ${reason}`, {
      cause: thrown,
    });
  }
}

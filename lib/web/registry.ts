// Opens the registry as the settings say: PostgreSQL, or the embedded database in a folder that one process holds at a time.
import { randomBytes } from 'node:crypto';
import type { Counters } from '@/lib/core/counters';
import { deriveKeys } from '@/lib/core/crypto';
import { createGuardedFetch } from '@/lib/core/guarded-fetch';
import type { Settings } from '@/lib/core/settings';
import { Strangers } from '@/lib/core/strangers';
import { Windows } from '@/lib/core/windows';
import { type OpenDatabase, openEmbedded, openPostgres } from '@/lib/db/client';
import type { RootCtx } from '@/lib/db/context';
import { databaseCounters } from '@/lib/db/queries/counters';
import { platformCallbacks } from '@/lib/gateway/platform-callbacks';
import { generatedSecretKey, lockDataDir, prepareDataDir } from './data-dir';
import { readPlatformCallbacksFile } from './environment';
import { createLog } from './log';

const now = () => new Date();

export type Taken = Readonly<{ secretKey: string; release: () => Promise<void> }>;

/** Takes the data folder where there is one. @throws SettingsError when another process holds it */
export async function takeDataDir(settings: Settings): Promise<Taken> {
  if (settings.databaseUrl !== null) {
    if (settings.secretKey === null) throw new Error('unreachable: parseSettings requires SECRET_KEY with DATABASE_URL');
    return { secretKey: settings.secretKey, release: async () => undefined };
  }
  prepareDataDir(settings.dataDir);
  const release = await lockDataDir(settings.dataDir);
  return { secretKey: settings.secretKey ?? generatedSecretKey(settings.dataDir), release };
}

export function openDatabase({ databaseUrl, dataDir }: Settings): Promise<OpenDatabase> {
  return databaseUrl === null ? openEmbedded(`${dataDir}/database`) : Promise.resolve(openPostgres(databaseUrl));
}

/** Redis where it is set, else the database. ioredis is loaded only then: most starts have no use for it. */
export async function openCounters(settings: Settings, { client }: OpenDatabase): Promise<Counters> {
  const inDatabase = databaseCounters({ db: client, now });
  if (settings.redisUrl === null) return inDatabase;
  const { redisCounters } = await import('@/lib/db/redis-counters');
  return redisCounters(settings.redisUrl, createLog(settings), inDatabase);
}

/** The real clock, real randomness and the open registry. @throws SettingsError for a bad PLATFORM_CALLBACKS file */
export function rootContext(
  settings: Settings,
  secretKey: string,
  { client }: OpenDatabase,
  counters: Counters = databaseCounters({ db: client, now }),
): RootCtx {
  const windows = new Windows(now);
  return {
    now,
    random: (byteCount) => randomBytes(byteCount),
    settings: { ...settings, secretKey },
    keys: deriveKeys(secretKey, settings.previousSecretKey),
    log: createLog(settings),
    counters,
    windows,
    strangers: new Strangers(windows),
    guardedFetch: createGuardedFetch(settings),
    platformCallbacks: platformCallbacks(readPlatformCallbacksFile(settings), settings.appUrl),
    address: '',
    requestId: '',
    db: client,
  };
}

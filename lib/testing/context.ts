// A context whose clock and settings the test owns; randomness is real, the database too.
import { randomBytes } from 'node:crypto';
import type { Core, Log, LogFields } from '@/lib/core/context';
import { type Counters, CountersAway } from '@/lib/core/counters';
import { deriveKeys } from '@/lib/core/crypto';
import { type GuardedFetch, GuardedFetchError } from '@/lib/core/guarded-fetch';
import { parseSettings } from '@/lib/core/settings';
import { Strangers } from '@/lib/core/strangers';
import { Windows } from '@/lib/core/windows';
import type { OpenDatabase } from '@/lib/db/client';
import type { RootCtx } from '@/lib/db/context';
import { databaseCounters } from '@/lib/db/queries/counters';
import { platformCallbacks } from '@/lib/gateway/platform-callbacks';
import { testDatabase } from './database';

export type Clock = { now: () => Date; set: (time: string | Date) => void; advanceSeconds: (seconds: number) => void };

export type LogLine = { level: 'debug' | 'info' | 'warn' | 'error'; event: string } & LogFields;

export type TestOptions = Readonly<{ now?: string; environment?: Record<string, string>; guardedFetch?: GuardedFetch }>;

export type TestCore = Core & Readonly<{ clock: Clock; logged: LogLine[] }>;
export type TestCtx = RootCtx & Readonly<{ clock: Clock; logged: LogLine[]; database: OpenDatabase }>;

const SECRET_KEY = Buffer.alloc(32, 7).toString('base64url');

/** Everything but a database. */
export function testCore({ now = '2030-01-02T15:00:00.000Z', environment = {}, guardedFetch = noInternet }: TestOptions = {}): TestCore {
  let time = new Date(now).getTime();
  const clock: Clock = {
    now: () => new Date(time),
    set: (value) => {
      time = new Date(value).getTime();
    },
    advanceSeconds: (seconds) => {
      time += seconds * 1000;
    },
  };
  const logged: LogLine[] = [];
  const windows = new Windows(clock.now);
  return {
    now: clock.now,
    random: (byteCount) => randomBytes(byteCount),
    settings: parseSettings({ SECRET_KEY, ...environment }),
    keys: deriveKeys(SECRET_KEY),
    log: recordingLog(logged),
    counters: countersAway,
    windows,
    strangers: new Strangers(windows),
    guardedFetch,
    platformCallbacks: platformCallbacks(null, 'http://localhost:3000'),
    address: '192.0.2.1',
    requestId: 'test-request',
    clock,
    logged,
  };
}

/** With a database of its own for the test file. */
export async function testContext(options: TestOptions = {}): Promise<TestCtx> {
  const database = await testDatabase();
  const core = testCore(options);
  return { ...core, counters: databaseCounters({ db: database.client, now: core.now }), db: database.client, database };
}

const away = () => Promise.reject(new CountersAway('away'));

/** Counters whose store cannot be reached. */
export const countersAway: Counters = { count: away, refund: away, forget: away, check: away, close: async () => undefined };

/** Tests reach nothing outside unless they say what. */
const noInternet: GuardedFetch = () => Promise.reject(new GuardedFetchError('unreachable'));

function recordingLog(logged: LogLine[]): Log {
  const at = (level: LogLine['level']) => (event: string, fields?: LogFields) => {
    logged.push({ ...fields, level, event });
  };
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}

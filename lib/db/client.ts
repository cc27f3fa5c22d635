// Opens the registry: PGlite in a folder, or PostgreSQL. Made once per process by lib/web/startup.ts.
import { setTimeout as pause } from 'node:timers/promises';

import { PrismaPg } from '@prisma/adapter-pg';
import type { SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils';
import { PrismaPGlite } from 'pglite-prisma-adapter';
import { PrismaClient } from './generated/client';

export type OpenDatabase = Readonly<{
  client: PrismaClient;
  /** For the migration engine, which needs a connection of its own. */
  adapter: SqlMigrationAwareDriverAdapterFactory;
  /** Runs the work while no other instance runs work of this kind; one that comes later waits. */
  alone: <T>(work: () => Promise<T>) => Promise<T>;
  /** The whole embedded database as one file, to start another from (tests). */
  dump: () => Promise<Blob>;
  close: () => Promise<void>;
}>;

const CONNECT_TIMEOUT_MS = 3_000;
const QUERY_TIMEOUT_MS = 15_000;
/** Any number that no other program uses as an advisory lock of this database. */
const MIGRATION_LOCK = 7_203_114;
const MIGRATION_LIMIT_MS = 120_000;
const LOCK_PAUSE_MS = 100;
const MOST_NAMED_STATEMENTS = 300;
/** In memory the files are as near as buffers would be, and clearing 128 MB of them was a fifth of what it took to open one. */
const WITHOUT_BUFFERS = ['-c', 'shared_buffers=8MB'];

/** @param databaseUrl postgresql://…; connections open on first use, at most ten */
export function openPostgres(databaseUrl: string): OpenDatabase {
  const pool = {
    connectionString: databaseUrl,
    max: 10,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    query_timeout: QUERY_TIMEOUT_MS,
    statement_timeout: QUERY_TIMEOUT_MS,
    keepAlive: true,
    // Prisma writes and reads timestamps without their offset: only in UTC do they mean what they say, on every day of the year.
    options: '-c TimeZone=UTC',
  };
  const adapter = new PrismaPg(pool, { statementNameGenerator: ({ sql }) => statementName(sql) });
  const client = new PrismaClient({ adapter });
  return {
    client,
    // A migration may rewrite a large table.
    adapter: new PrismaPg({ ...pool, query_timeout: MIGRATION_LIMIT_MS, statement_timeout: MIGRATION_LIMIT_MS }),
    // The lock lives as long as this transaction, so it does not survive a kill.
    alone: (work) =>
      client.$transaction(
        async (lock) => {
          while (!(await takeLock(lock))) await pause(LOCK_PAUSE_MS);
          return work();
        },
        { maxWait: MIGRATION_LIMIT_MS, timeout: MIGRATION_LIMIT_MS },
      ),
    dump: () => Promise.reject(new Error('Only the embedded database can be dumped; use pg_dump.')),
    close: () => client.$disconnect(),
  };
}

const statementNames = new Map<string, string>();

/**
 * A name for the statement, so that PostgreSQL parses and plans it once per connection rather than at each call.
 * Only for the first so many texts: lists of values make new ones without end, and the server keeps each that is named.
 */
function statementName(sql: string): string {
  const known = statementNames.get(sql);
  if (known !== undefined) return known;
  if (statementNames.size >= MOST_NAMED_STATEMENTS) return ''; // the unnamed statement
  const name = `cc${statementNames.size}`;
  statementNames.set(sql, name);
  return name;
}

/** Asks instead of waiting in one statement: the statement would run into QUERY_TIMEOUT_MS. */
async function takeLock(transaction: Pick<PrismaClient, '$queryRaw'>): Promise<boolean> {
  const [row] = await transaction.$queryRaw<{ taken: boolean }[]>`SELECT pg_try_advisory_xact_lock(${MIGRATION_LOCK}::bigint) AS taken`;
  return row?.taken ?? false;
}

/**
 * @param folder where the files live; null keeps everything in memory
 * @param snapshot a dump made by `dumpDataDir`, to start from (tests)
 */
export async function openEmbedded(folder: string | null, snapshot?: Blob): Promise<OpenDatabase> {
  const { PGlite } = await import('@electric-sql/pglite');
  const pglite = await PGlite.create({
    ...(folder === null ? { startParams: [...PGlite.defaultStartParams, ...WITHOUT_BUFFERS] } : { dataDir: folder }),
    ...(snapshot ? { loadDataDir: snapshot } : {}),
  });
  const adapter = new PrismaPGlite(pglite);
  const client = new PrismaClient({ adapter });
  return {
    client,
    adapter,
    alone: (work) => work(), // the folder's lock allows one process anyway
    dump: () => pglite.dumpDataDir('none'),
    close: async () => {
      await client.$disconnect();
      await pglite.close();
    },
  };
}

// Opens the registry: PGlite in a folder, or PostgreSQL. Made once per process by lib/web/startup.ts.

import { PrismaPg } from '@prisma/adapter-pg';
import type { SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils';
import { PrismaPGlite } from 'pglite-prisma-adapter';
import { PrismaClient } from './generated/client';

export type OpenDatabase = Readonly<{
  client: PrismaClient;
  /** For the migration engine, which needs a connection of its own. */
  adapter: SqlMigrationAwareDriverAdapterFactory;
  /** The whole embedded database as one file, to start another from (tests). */
  dump: () => Promise<Blob>;
  close: () => Promise<void>;
}>;

const CONNECT_TIMEOUT_MS = 3_000;
const QUERY_TIMEOUT_MS = 15_000;

/** @param databaseUrl postgresql://…; connections open on first use, at most ten */
export function openPostgres(databaseUrl: string): OpenDatabase {
  const adapter = new PrismaPg({
    connectionString: databaseUrl,
    max: 10,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    query_timeout: QUERY_TIMEOUT_MS,
    statement_timeout: QUERY_TIMEOUT_MS,
    keepAlive: true,
  });
  const client = new PrismaClient({ adapter });
  return {
    client,
    adapter,
    dump: () => Promise.reject(new Error('Only the embedded database can be dumped; use pg_dump.')),
    close: () => client.$disconnect(),
  };
}

/**
 * @param folder where the files live; null keeps everything in memory
 * @param snapshot a dump made by `dumpDataDir`, to start from (tests)
 */
export async function openEmbedded(folder: string | null, snapshot?: Blob): Promise<OpenDatabase> {
  const { PGlite } = await import('@electric-sql/pglite');
  const pglite = await PGlite.create({ ...(folder === null ? {} : { dataDir: folder }), ...(snapshot ? { loadDataDir: snapshot } : {}) });
  const adapter = new PrismaPGlite(pglite);
  const client = new PrismaClient({ adapter });
  return {
    client,
    adapter,
    dump: () => pglite.dumpDataDir('none'),
    close: async () => {
      await client.$disconnect();
      await pglite.close();
    },
  };
}

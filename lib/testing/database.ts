// A real, migrated, empty database for one test file: PGlite or PostgreSQL, as the vitest project says.
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { afterAll } from 'vitest';
import { type OpenDatabase, openEmbedded, openPostgres } from '@/lib/db/client';
import type { RootCtx } from '@/lib/db/context';
import { administer, databaseUrl, embeddedSnapshotPath, postgresTemplateName } from './templates';

/** Opens the database and closes it after the file's tests. */
export async function testDatabase(): Promise<OpenDatabase> {
  const database = process.env.TEST_DATABASE === 'postgres' ? await copyPostgres() : await loadEmbedded();
  afterAll(() => database.close());
  return database;
}

/** In place of a database: `asked` gets the name of whatever is wanted of it, and throws for what must not be. */
export function databaseThat(asked: (name: string) => unknown): RootCtx['db'] {
  return new Proxy({}, { get: (_target, name) => asked(String(name)) }) as RootCtx['db'];
}

let snapshot: Promise<Blob> | undefined;

/** The files of one worker share what was read. */
async function loadEmbedded(): Promise<OpenDatabase> {
  snapshot ??= readFile(embeddedSnapshotPath()).then((bytes) => new Blob([new Uint8Array(bytes)]));
  return openEmbedded(null, await snapshot);
}

async function copyPostgres(): Promise<OpenDatabase & { url: string }> {
  const name = `client_center_test_${randomBytes(8).toString('hex')}`;
  await administer(`CREATE DATABASE ${name} TEMPLATE ${postgresTemplateName()}`);
  const database = openPostgres(databaseUrl(name));
  return {
    ...database,
    url: databaseUrl(name),
    close: async () => {
      await database.close();
      await administer(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    },
  };
}

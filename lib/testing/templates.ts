// A migrated database is made once per state of prisma/migrations and copied for each test file.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { openEmbedded, openPostgres } from '@/lib/db/client';
import { migrate } from '@/lib/db/migrate';

export const POSTGRES_URL = process.env.TEST_POSTGRES_URL ?? 'postgresql://postgres@127.0.0.1:5432/postgres';

/** Changes whenever a migration does. */
export function migrationsFingerprint(): string {
  const hash = createHash('sha256');
  for (const name of readdirSync('prisma/migrations').sort()) {
    const path = join('prisma/migrations', name, 'migration.sql');
    if (existsSync(path)) hash.update(name).update(readFileSync(path));
  }
  return hash.digest('hex').slice(0, 16);
}

export function embeddedSnapshotPath(): string {
  return join('.cache', `pglite-${migrationsFingerprint()}.tar`);
}

export function postgresTemplateName(): string {
  return `client_center_template_${migrationsFingerprint()}`;
}

export function databaseUrl(name: string): string {
  const url = new URL(POSTGRES_URL);
  url.pathname = `/${name}`;
  return url.href;
}

/** Runs statements as the administrator of the test server. */
export async function administer(...statements: string[]): Promise<void> {
  const client = new pg.Client({ connectionString: POSTGRES_URL, connectionTimeoutMillis: 3000 });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}

export async function prepareEmbeddedSnapshot(): Promise<void> {
  const path = embeddedSnapshotPath();
  if (existsSync(path)) return;
  mkdirSync('.cache', { recursive: true });
  const database = await openEmbedded(null);
  await migrate(database);
  const snapshot = await database.dump();
  writeFileSync(`${path}.${process.pid}`, Buffer.from(await snapshot.arrayBuffer()));
  renameSync(`${path}.${process.pid}`, path);
  await database.close();
}

export async function preparePostgresTemplate(): Promise<void> {
  const name = postgresTemplateName();
  const client = new pg.Client({ connectionString: POSTGRES_URL, connectionTimeoutMillis: 3000 });
  await client.connect();
  const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]);
  await client.end();
  if (rowCount) return;
  const building = `${name}_${process.pid}`;
  await administer(`CREATE DATABASE ${building}`);
  const database = openPostgres(databaseUrl(building));
  await migrate(database);
  await database.close();
  await administer(`ALTER DATABASE ${building} RENAME TO ${name}`);
}

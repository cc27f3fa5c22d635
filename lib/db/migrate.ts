// Applies prisma/migrations with Prisma's own schema engine, in WebAssembly: no native engine is downloaded.
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  bindMigrationAwareSqlAdapterFactory,
  type SqlDriverAdapter,
  type SqlMigrationAwareDriverAdapterFactory,
} from '@prisma/driver-adapter-utils';
import type { SchemaEngine } from '@prisma/schema-engine-wasm/schema_engine_bg';
import type { OpenDatabase } from './client';
import { statementsOf } from './statements';

const SCHEMA_FOLDER = join('prisma', 'schema');
const MIGRATIONS_FOLDER = join('prisma', 'migrations');
/** Not among the package's exports, so read by its place; the working directory is the project's. */
const ENGINE_FILE = join('node_modules', '@prisma', 'schema-engine-wasm', 'schema_engine_bg.wasm');
const NO_FILTERS = { externalTables: [], externalEnums: [] };

type Migration = Readonly<{ name: string; script: string; checksum: string }>;

async function readMigrations(): Promise<Migration[]> {
  const entries = await readdir(MIGRATIONS_FOLDER, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  return Promise.all(
    names.sort().map(async (name) => {
      const script = await readFile(join(MIGRATIONS_FOLDER, name, 'migration.sql'), 'utf8');
      return { name, script, checksum: createHash('sha256').update(script).digest('hex') };
    }),
  );
}

async function readSchema(): Promise<{ path: string; content: string }[]> {
  const names = (await readdir(SCHEMA_FOLDER)).filter((name) => name.endsWith('.prisma')).sort();
  return Promise.all(
    names.map(async (name) => ({ path: join(SCHEMA_FOLDER, name), content: await readFile(join(SCHEMA_FOLDER, name), 'utf8') })),
  );
}

function migrationsList(migrations: readonly Migration[]) {
  return {
    baseDir: MIGRATIONS_FOLDER,
    lockfile: { path: 'migration_lock.toml', content: 'provider = "postgresql"\n' },
    shadowDbInitScript: '',
    migrationDirectories: migrations.map(({ name, script }) => ({
      path: name,
      migrationFile: { path: 'migration.sql', content: { tag: 'ok' as const, value: script } },
    })),
  };
}

type Engine = typeof import('@prisma/schema-engine-wasm/schema_engine_bg');

const ENGINE = Symbol.for('client-center.schema-engine');

/** Its WebAssembly is set up once per process, however often this module is loaded: a second set-up would pull it from under the first. */
function loadEngine(): Promise<Engine> {
  const holder = globalThis as typeof globalThis & { [ENGINE]?: Promise<Engine> };
  holder[ENGINE] ??= (async () => {
    const engine = await import('@prisma/schema-engine-wasm/schema_engine_bg');
    const module = await WebAssembly.compile(await readFile(ENGINE_FILE));
    const { exports } = await WebAssembly.instantiate(module, { './schema_engine_bg.js': { ...engine } });
    engine.__wbg_set_wasm(exports);
    (exports.__wbindgen_start as () => void)();
    return engine;
  })();
  return holder[ENGINE];
}

/** Runs the work with an engine, then frees its connections at once: the advisory lock it holds goes with them. */
async function withEngine<T>(adapter: SqlMigrationAwareDriverAdapterFactory, work: (engine: SchemaEngine) => Promise<T>): Promise<T> {
  const { SchemaEngine } = await loadEngine();
  const connections: SqlDriverAdapter[] = [];
  const keep = async (connecting: Promise<SqlDriverAdapter>): Promise<SqlDriverAdapter> => {
    const connection = await connecting;
    connections.push(connection);
    return Object.assign(connection, { executeScript: (script: string) => runWhole(connection, script) });
  };
  const tracked: SqlMigrationAwareDriverAdapterFactory = {
    provider: adapter.provider,
    adapterName: adapter.adapterName,
    connect: () => keep(adapter.connect()),
    connectToShadowDb: () => keep(adapter.connectToShadowDb()),
  };
  const datamodels = (await readSchema()).map(({ path, content }): [string, string] => [path, content]);
  try {
    const engine = await SchemaEngine.new({ datamodels }, () => undefined, bindMigrationAwareSqlAdapterFactory(tracked));
    try {
      return await work(engine);
    } finally {
      engine.free();
    }
  } finally {
    await Promise.allSettled(connections.map((connection) => connection.dispose()));
  }
}

/** Runs a script in one transaction: a migration that fails half-way leaves nothing behind. */
async function runWhole(connection: SqlDriverAdapter, script: string): Promise<void> {
  const transaction = await connection.startTransaction();
  const run = (sql: string) => transaction.executeRaw({ sql, args: [], argTypes: [] });
  // Some adapters end the transaction themselves, others leave the word to their caller.
  const say = async (word: 'COMMIT' | 'ROLLBACK') => {
    if (!transaction.options.usePhantomQuery) await run(word);
  };
  try {
    for (const statement of statementsOf(script)) await run(statement);
    await say('COMMIT');
  } catch (thrown) {
    await say('ROLLBACK').catch(() => undefined); // the connection may be what failed
    await transaction.rollback();
    throw thrown;
  }
  await transaction.commit();
}

/** The names of migrations that the database does not have yet, in order. */
export async function pendingMigrations({ client }: OpenDatabase): Promise<string[]> {
  const migrations = await readMigrations();
  const [table] = await client.$queryRaw<{ exists: boolean }[]>`SELECT to_regclass('_prisma_migrations') IS NOT NULL AS "exists"`;
  if (!table?.exists) return migrations.map(({ name }) => name);
  const applied = await client.$queryRaw<{ name: string; checksum: string }[]>`
    SELECT migration_name AS name, checksum FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL`;
  const checksums = new Map(applied.map(({ name, checksum }) => [name, checksum]));
  const changed = migrations.find(({ name, checksum }) => checksums.has(name) && checksums.get(name) !== checksum);
  if (changed)
    throw new Error(
      `The migration ${changed.name} was changed after it had been applied. Restore the file; put the change in a new migration.`,
    );
  return migrations.filter(({ name }) => !checksums.has(name)).map(({ name }) => name);
}

/**
 * Brings the database to the newest schema; safe when several instances start at once: one applies, the others wait for it.
 * @returns the names of the migrations applied by this call
 */
export async function migrate(database: OpenDatabase): Promise<string[]> {
  if ((await pendingMigrations(database)).length === 0) return [];
  return database.alone(async () => {
    const isStillPending = (await pendingMigrations(database)).length > 0;
    return isStillPending ? applyPending(database.adapter) : [];
  });
}

async function applyPending(adapter: SqlMigrationAwareDriverAdapterFactory): Promise<string[]> {
  const list = migrationsList(await readMigrations());
  const { appliedMigrationNames } = await withEngine(adapter, (engine) =>
    engine.applyMigrations({ migrationsList: list, filters: NO_FILTERS }),
  );
  return appliedMigrationNames;
}

/** The SQL that leads from the recorded migrations to the schema files; says so in a comment when they agree. */
export async function nextMigrationScript({ adapter }: OpenDatabase): Promise<string> {
  const migrations = await readMigrations();
  const files = await readSchema();
  const { stdout } = await withEngine(adapter, (engine) =>
    engine.diff({
      from: migrations.length === 0 ? { tag: 'empty' } : { tag: 'migrations', ...migrationsList(migrations) },
      to: { tag: 'schemaDatamodel', files },
      script: true,
      exitCode: null,
      filters: NO_FILTERS,
    }),
  );
  return stdout ?? '';
}

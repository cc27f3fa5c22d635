// What operator commands share: the settings as the server reads them, the open registry, and its closing whatever happens.
// On the embedded database only while the server is stopped; on PostgreSQL at any time.
import nextEnv from '@next/env';
import type { RootCtx } from '@/lib/db/context';
import { readSettings } from '@/lib/web/environment';
import { openDatabase, rootContext, takeDataDir } from '@/lib/web/registry';

/** Runs the command; its result is the process's exit code. A failure is one line and 1. */
export async function withRegistry(work: (ctx: RootCtx) => Promise<number>): Promise<void> {
  try {
    process.exitCode = await open(work);
  } catch (thrown) {
    console.error(thrown instanceof Error ? thrown.message : String(thrown));
    process.exitCode = 1;
  }
}

async function open(work: (ctx: RootCtx) => Promise<number>): Promise<number> {
  nextEnv.loadEnvConfig(process.cwd(), false, { info: () => undefined, error: console.error }); // .env, as the server reads it
  const settings = readSettings({ LOG_LEVEL: 'warn', ...process.env }); // a person reads what it prints
  const { secretKey, release } = await takeDataDir(settings);
  try {
    const database = await openDatabase(settings);
    try {
      return await work(rootContext(settings, secretKey, database));
    } finally {
      await database.close();
    }
  } finally {
    await release();
  }
}

/** Says how the command is called. @returns the exit code for it */
export function misused(words: string): number {
  console.error(words);
  return 2;
}

// npm run verify-audit: recomputes every audit chain. A line per broken one and exit code 1, or how many are unbroken and 0.
// On the embedded database only while the server is stopped; on PostgreSQL at any time.
import nextEnv from '@next/env';
import { verifyAll } from '@/lib/audit/verify-all';
import { readSettings } from '@/lib/web/environment';
import { openDatabase, rootContext, takeDataDir } from '@/lib/web/registry';

/** @returns the exit code */
async function main(): Promise<number> {
  nextEnv.loadEnvConfig(process.cwd(), false, { info: () => undefined, error: console.error }); // .env, as the server reads it
  const settings = readSettings();
  const { secretKey, release } = await takeDataDir(settings);
  const database = await openDatabase(settings);
  try {
    return (await verifyAll(rootContext(settings, secretKey, database), console.log)) === 0 ? 0 : 1;
  } finally {
    await database.close();
    await release();
  }
}

try {
  process.exitCode = await main();
} catch (thrown) {
  console.error(thrown instanceof Error ? thrown.message : String(thrown));
  process.exitCode = 1;
}

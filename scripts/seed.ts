// npm run seed: a demo person with keys, two connected AI clients, a paper account, 90 days of trading, a strategy, a platform, and traders
// who share, made by the same code that serves people, day by day. On the embedded database only while the server is stopped. Refused off
// loopback: demo data has no place among real accounts.
import nextEnv from '@next/env';
import { Conflict } from '@/lib/core/errors';
import type { RootCtx } from '@/lib/db/context';
import { migrate } from '@/lib/db/migrate';
import { readSettings } from '@/lib/web/environment';
import { openDatabase, rootContext, takeDataDir } from '@/lib/web/registry';
import { seedDemoPerson, seedPlatform } from './seed/demo-person';
import { EMAIL } from './seed/history';
import { seedStrategies } from './seed/strategies';
import { seedTraders } from './seed/traders';

/** Makes everything, part by part. @throws Conflict on a second run, before anything was changed */
async function seed(root: RootCtx): Promise<void> {
  const { person, client, line } = await seedDemoPerson(root);
  console.log(line);
  console.log(await seedStrategies(root, person, client));
  console.log(await seedPlatform(root, person));
  console.log(await seedTraders(root));
}

async function main(): Promise<void> {
  nextEnv.loadEnvConfig(process.cwd(), false, { info: () => undefined, error: console.error }); // .env, as the server reads it
  const settings = readSettings({ LOG_LEVEL: 'warn', ...process.env }); // a person reads what it prints
  if (!settings.isLoopback) throw new Error('npm run seed makes demo data, so it works only while APP_URL is localhost.');
  const { secretKey, release } = await takeDataDir(settings);
  const database = await openDatabase(settings);
  try {
    await migrate(database);
    await seed(rootContext(settings, secretKey, database));
  } finally {
    await database.close();
    await release();
  }
}

try {
  await main();
} catch (thrown) {
  const isThere = thrown instanceof Conflict;
  console.error(isThere ? `${EMAIL} is there already; nothing was changed.` : thrown instanceof Error ? thrown.message : String(thrown));
  process.exitCode = 1;
}

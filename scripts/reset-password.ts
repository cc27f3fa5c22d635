// npm run reset-password -- EMAIL: prints a link that sets a new password for the account, once, within 30 minutes.
// On the embedded database only while the server is stopped; on PostgreSQL at any time.
import nextEnv from '@next/env';
import { newResetLink, RESET_LINK_MINUTES } from '@/lib/identity/reset-password';
import { Email } from '@/lib/identity/schema';
import { readSettings } from '@/lib/web/environment';
import { openDatabase, rootContext, takeDataDir } from '@/lib/web/registry';

/** @returns the exit code */
async function main(typed: string | undefined): Promise<number> {
  const email = Email.safeParse(typed);
  if (!email.success) {
    console.error('Say whose password: npm run reset-password -- name@example.com');
    return 2;
  }
  nextEnv.loadEnvConfig(process.cwd(), false, { info: () => undefined, error: console.error }); // .env, as the server reads it
  const settings = readSettings();
  const { secretKey, release } = await takeDataDir(settings);
  const database = await openDatabase(settings);
  try {
    const link = await newResetLink(rootContext(settings, secretKey, database), email.data);
    if (link === null) console.error(`No account has the address ${email.data}.`);
    else console.log(`Works once, for ${RESET_LINK_MINUTES} minutes:\n${link}`);
    return link === null ? 1 : 0;
  } finally {
    await database.close();
    await release();
  }
}

try {
  process.exitCode = await main(process.argv[2]);
} catch (thrown) {
  console.error(thrown instanceof Error ? thrown.message : String(thrown));
  process.exitCode = 1;
}

// npm run rotate-signing-key: puts a new key for signing user tokens in force at once. The one before stays published at /oauth/jwks until
// its last token has expired. On the embedded database only while the server is stopped; on PostgreSQL at any time.
import nextEnv from '@next/env';
import { publishedKeys, rotateSigningKey } from '@/lib/signing/keys';
import { readSettings } from '@/lib/web/environment';
import { openDatabase, rootContext, takeDataDir } from '@/lib/web/registry';

async function main(): Promise<void> {
  nextEnv.loadEnvConfig(process.cwd(), false, { info: () => undefined, error: console.error }); // .env, as the server reads it
  const settings = readSettings();
  const { secretKey, release } = await takeDataDir(settings);
  const database = await openDatabase(settings);
  try {
    const ctx = rootContext(settings, secretKey, database);
    const { kid } = await rotateSigningKey(ctx);
    const earlier = (await publishedKeys(ctx)).filter((key) => key.kid !== kid);
    console.log(`New tokens are signed with ${kid}.`);
    for (const key of earlier) console.log(`Still published until its last token has expired: ${key.kid}`);
  } finally {
    await database.close();
    await release();
  }
}

try {
  await main();
} catch (thrown) {
  console.error(thrown instanceof Error ? thrown.message : String(thrown));
  process.exitCode = 1;
}

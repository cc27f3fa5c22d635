// npm run migration -- NAME: writes the next migration from the schema files, by comparing them with the recorded migrations.
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openEmbedded } from '@/lib/db/client';
import { nextMigrationScript } from '@/lib/db/migrate';

const name = process.argv[2] ?? '';
if (!/^[a-z][a-z0-9_]{2,60}$/.test(name)) {
  console.error('Say what the migration does: npm run migration -- add_grant_end_date (lower-case letters, digits, underscores).');
  process.exit(2);
}
const folder = join('prisma', 'migrations');
await mkdir(folder, { recursive: true });
const database = await openEmbedded(null); // the engine replays the recorded migrations here, never on real data
const script = await nextMigrationScript(database);
await database.close();
if (script.replaceAll(/^--.*$/gm, '').trim() === '') {
  console.log('Nothing to do: the migrations already give the schema.');
} else {
  const numbers = (await readdir(folder)).flatMap((entry) => (/^\d{4}_/.test(entry) ? [Number(entry.slice(0, 4))] : []));
  const number = Math.max(0, ...numbers) + 1;
  const path = join(folder, `${String(number).padStart(4, '0')}_${name}`);
  await mkdir(path);
  await writeFile(join(path, 'migration.sql'), script);
  console.log(`Wrote ${join(path, 'migration.sql')}. Read it before you commit it.`);
}

// npm run reset-password -- EMAIL: prints a link that sets a new password for the account, once, within 30 minutes.
// On the embedded database only while the server is stopped; on PostgreSQL at any time.
import { spawnSync } from 'node:child_process';
import { generateClient, installDependencies, requireNode } from './steps.mjs';

requireNode();
process.chdir(new URL('..', import.meta.url).pathname);
await installDependencies();
await generateClient();
const { status } = spawnSync('node_modules/.bin/tsx', ['scripts/reset-password.ts', ...process.argv.slice(2)], { stdio: 'inherit' });
process.exit(status ?? 1);

// npm run migration: installs what is missing, then runs scripts/migration.ts.
import { spawnSync } from 'node:child_process';
import { generateClient, installDependencies, requireNode } from './steps.mjs';

requireNode();
process.chdir(new URL('..', import.meta.url).pathname);
await installDependencies();
await generateClient();
const { status } = spawnSync('node_modules/.bin/tsx', ['scripts/migration.ts', ...process.argv.slice(2)], { stdio: 'inherit' });
process.exit(status ?? 1);

// npm run bench: prepares the checkout like npm start, then runs scripts/bench.ts.
import { spawnSync } from 'node:child_process';
import { buildApplication, buildStyles, generateClient, installDependencies, requireNode } from './steps.mjs';

requireNode();
process.chdir(new URL('..', import.meta.url).pathname);
await installDependencies();
await generateClient();
await buildStyles();
await buildApplication();
const { status } = spawnSync('node_modules/.bin/tsx', ['scripts/bench.ts', ...process.argv.slice(2)], { stdio: 'inherit' });
process.exit(status ?? 1);

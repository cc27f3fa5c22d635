// npm run migration, reset-password, rotate-signing-key, seed: installs what is missing, then runs scripts/NAME.ts with the arguments that follow.
import { spawnSync } from 'node:child_process';
import { generateClient, installDependencies, requireNode } from './steps.mjs';

requireNode();
process.chdir(new URL('..', import.meta.url).pathname);
await installDependencies();
await generateClient();
const [name, ...rest] = process.argv.slice(2);
const { status } = spawnSync('node_modules/.bin/tsx', [`scripts/${name}.ts`, ...rest], { stdio: 'inherit' });
process.exit(status ?? 1);

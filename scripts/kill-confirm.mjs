// npm run kill-confirm: 50 times SIGKILL in the middle of confirm_trade on each database (e2e/server/kill-confirm.spec.ts).
import { spawnSync } from 'node:child_process';
import { ensureChromium, ensurePostgres } from './services.mjs';
import { buildApplication, buildStyles, generateClient, installDependencies, requireNode } from './steps.mjs';

requireNode();
process.chdir(new URL('..', import.meta.url).pathname);
await installDependencies();
await generateClient();
await buildStyles();
const chromium = await ensureChromium();
const hasPostgres = await ensurePostgres();
await buildApplication();
const env = {
  ...process.env,
  KILLS: process.argv[2] ?? '50',
  HAS_POSTGRES: String(hasPostgres),
  ...(chromium ? { CHROMIUM_PATH: chromium } : {}),
};
const { status } = spawnSync('node_modules/.bin/playwright', ['test', 'e2e/server/kill-confirm.spec.ts'], { stdio: 'inherit', env });
process.exit(status ?? 1);

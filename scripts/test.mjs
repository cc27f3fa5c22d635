// npm test: formatting, lint, types, build, unit and integration tests, browser tests. The last line counts them all.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { ensureChromium, ensurePostgres, ensureRedis } from './services.mjs';
import { buildApplication, buildStyles, generateClient, installDependencies, requireNode } from './steps.mjs';

requireNode();
process.chdir(new URL('..', import.meta.url).pathname);
const total = { passed: 0, failed: 0 };
const notices = [];

await installDependencies();
await generateClient();
await buildStyles();
const chromium = await ensureChromium();
const hasPostgres = await ensurePostgres();
const hasRedis = await ensureRedis();
if (!hasPostgres) notices.push('PostgreSQL was NOT tested: nothing listens on 127.0.0.1:5432 (set TEST_POSTGRES_URL for another address).');
if (!hasRedis) notices.push('Redis was NOT tested: nothing listens on 127.0.0.1:6379 (set TEST_REDIS_URL for another address).');

await check('Formatting, lint and import zones', () => run('biome', ['check', '.']));
await check('Types', () => run('tsc', ['--noEmit', '--incremental', 'false']));
const projects = ['unit', 'pglite', ...(hasPostgres ? ['postgres'] : []), ...(hasRedis ? ['redis'] : [])];
await tests('vitest', ['run', ...projects.flatMap((name) => ['--project', name])]);
if (await check('Production build', () => buildApplication().then(() => 0))) {
  await tests('playwright', ['test'], {
    ...(chromium ? { CHROMIUM_PATH: chromium } : {}),
    E2E_PORT: String(await freePort()),
    HAS_POSTGRES: String(hasPostgres),
    HAS_REDIS: String(hasRedis),
  });
}

for (const notice of notices) console.log(`\nATTENTION: ${notice}`);
console.log(
  `\nRan on the embedded database${hasPostgres ? ' and on PostgreSQL' : ' only'}, counters there${hasRedis ? ' and in Redis' : ' only'}; Chromium: ${chromium ?? "Playwright's own"}.`,
);
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exit(total.failed === 0 ? 0 : 1);

/** A check that is not made of tests counts as one. */
async function check(name, work) {
  console.log(`\n${name}`);
  const isGood = await work().then(
    (code) => code === 0,
    (thrown) => {
      console.error(thrown.message);
      return false;
    },
  );
  total[isGood ? 'passed' : 'failed'] += 1;
  return isGood;
}

/** Runs a test runner and adds up what its JSON report says; a run that ends badly without a failed test counts as one failure. */
async function tests(runner, args, env = {}) {
  console.log(`\n${runner}`);
  const report = join('.cache', `${runner}.json`);
  rmSync(report, { force: true });
  const reporting = {
    vitest: ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`],
    playwright: ['--reporter=list,json'],
  };
  const code = await run(runner, [...args, ...reporting[runner]], { ...env, PLAYWRIGHT_JSON_OUTPUT_NAME: report });
  const { passed, failed } = existsSync(report) ? countOf(runner, JSON.parse(readFileSync(report, 'utf8'))) : { passed: 0, failed: 0 };
  if (passed + failed === 0) notices.push(`${runner} ran no test.`);
  total.passed += passed;
  total.failed += failed === 0 && (code !== 0 || passed === 0) ? 1 : failed;
}

function countOf(runner, report) {
  if (runner === 'vitest') return { passed: report.numPassedTests, failed: report.numFailedTests };
  return { passed: report.stats.expected, failed: report.stats.unexpected + report.stats.flaky };
}

function run(name, args, env = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(join('node_modules', '.bin', name), args, { stdio: 'inherit', env: { ...process.env, ...env } });
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 1));
  });
}

function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

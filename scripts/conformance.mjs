// npm run conformance: the MCP conformance suite against the real server. Prepares the checkout like npm start, installs the suite and
// the newer Node it needs into .cache/conformance (network), then runs scripts/conformance.ts.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { buildApplication, buildStyles, command, generateClient, installDependencies, requireNode } from './steps.mjs';

const FOLDER = '.cache/conformance';
const SUITE = '@modelcontextprotocol/conformance@0.2.0-alpha.12';

/** The npm package that is nothing but a Node binary for this machine: the suite needs 22, the product runs on 20. */
const SYSTEMS = { linux: 'linux', darwin: 'darwin', win32: 'win' };

async function installSuite() {
  const packages = [SUITE, `node-${SYSTEMS[process.platform]}-${process.arch}@22`];
  const stamp = `${FOLDER}/installed`;
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === packages.join(' ')) return;
  mkdirSync(FOLDER, { recursive: true });
  await command('npm', ['install', '--prefix', FOLDER, '--no-audit', '--no-fund', '--loglevel=error', ...packages]);
  writeFileSync(stamp, packages.join(' '));
  console.log(`Installed ${packages.join(' and ')}`);
}

requireNode();
process.chdir(new URL('..', import.meta.url).pathname);
await installDependencies();
await generateClient();
await buildStyles();
await buildApplication();
await installSuite();
const { status } = spawnSync('node_modules/.bin/tsx', ['scripts/conformance.ts'], { stdio: 'inherit' });
process.exit(status ?? 1);

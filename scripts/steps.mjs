// Steps that prepare a checkout, each skipped while its inputs are unchanged. Plain Node: this runs before anything is installed.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const OLDEST_NODE = [20, 19];

const SOURCES = [
  'app',
  'components',
  'lib',
  'public/icon.svg',
  'instrumentation.ts',
  'next.config.mjs',
  'postcss.config.mjs',
  'tsconfig.json',
];
const LOCK = ['package.json', 'package-lock.json', '.npmrc'];
const SCHEMA = ['prisma/schema', 'prisma.config.ts'];

/** Ends the process with one line when this Node is too old. */
export function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1])) return;
  console.error(`Client Center needs Node ${OLDEST_NODE.join('.')} or newer; this is ${process.versions.node}.`);
  process.exit(1);
}

export const installDependencies = () =>
  step('Installed dependencies', {
    stamp: 'node_modules/.client-center-stamp',
    inputs: LOCK,
    outputs: ['node_modules/next'],
    // Not `npm ci`: it refuses a lock file that was written where the registry lacks another platform's optional packages.
    // This installs exactly what is locked, checks it, and leaves the lock file alone.
    run: () => command('npm', ['install', '--no-save', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error']),
  });

export const generateClient = () =>
  step('Generated the Prisma client', {
    stamp: 'lib/db/generated/.stamp',
    inputs: [...LOCK, ...SCHEMA],
    outputs: ['lib/db/generated/client.ts'],
    // `generate` insists on a schema engine binary but never runs it; any existing file will do.
    run: () => tool('prisma', ['generate'], { PRISMA_SCHEMA_ENGINE_BINARY: process.execPath }),
  });

export const buildStyles = () =>
  step('Compiled styles', {
    stamp: '.cache/styles.stamp',
    inputs: [...LOCK, 'app/tokens.css', 'components/standalone', 'components/consent', 'components/identity', 'scripts/build-styles.mjs'],
    outputs: ['components/standalone/standalone.generated.css', 'public/fonts'],
    run: () => command(process.execPath, ['scripts/build-styles.mjs']),
  });

export const buildApplication = () =>
  step('Built', {
    stamp: '.next/.client-center-stamp',
    inputs: [...LOCK, ...SCHEMA, ...SOURCES],
    outputs: ['.next/BUILD_ID'],
    run: () => tool('next', ['build'], { NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' }),
  });

/** Runs a step unless its stamp holds the fingerprint of its inputs and its outputs exist; prints what it took. */
async function step(name, { stamp, inputs, outputs, run }) {
  const begun = performance.now();
  const fingerprint = fingerprintOf(inputs);
  if (outputs.every((path) => existsSync(path)) && existsSync(stamp) && readFileSync(stamp, 'utf8') === fingerprint) return;
  rmSync(stamp, { force: true });
  await run();
  mkdirSync(join(stamp, '..'), { recursive: true });
  writeFileSync(stamp, fingerprint);
  console.log(`${name} (${((performance.now() - begun) / 1000).toFixed(1)} s)`);
}

function fingerprintOf(paths) {
  const hash = createHash('sha256').update(process.version);
  for (const path of paths.flatMap(filesBelow)) hash.update(path).update('\0').update(readFileSync(path)).update('\0');
  return hash.digest('hex');
}

/** Source files only: what a step itself generates, and tests, do not make it run again. */
function filesBelow(path) {
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path, { withFileTypes: true })
    .filter(({ name }) => name !== 'generated' && name !== 'testing' && !/\.generated\.|\.test\.tsx?$/.test(name))
    .map(({ name }) => join(path, name))
    .sort()
    .flatMap(filesBelow);
}

/** Runs a program of node_modules/.bin quietly; its output is shown when it fails. */
export function tool(name, args, env = {}) {
  return command(join('node_modules', '.bin', name), args, env);
}

export function command(file, args, env = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: process.platform === 'win32',
    });
    const output = [];
    child.stdout.on('data', (chunk) => output.push(chunk));
    child.stderr.on('data', (chunk) => output.push(chunk));
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) return resolve();
      process.stderr.write(Buffer.concat(output));
      reject(new Error(`${file} ${args.join(' ')} failed with exit code ${code}.`));
    });
  });
}

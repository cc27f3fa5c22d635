// What the tests need from the machine: a Chromium, and PostgreSQL and Redis where they are to be had.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createConnection } from 'node:net';
import { command, tool } from './steps.mjs';

/** The one without windows first: the same browser, at half the cost. */
const CHROMIUMS = [
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
];

const isRoot = () => process.getuid?.() === 0;
const isDebian = () => existsSync('/etc/debian_version');

/** @returns the path of a Chromium, or null when Playwright's own is to be used */
export async function ensureChromium() {
  const found = process.env.CHROMIUM_PATH ?? CHROMIUMS.find((path) => existsSync(path));
  if (found) return found;
  for (const name of isRoot() && isDebian() ? ['chromium-headless-shell', 'chromium'] : []) {
    if (
      await installPackage(name).then(
        () => true,
        () => false, // not every release has both
      )
    )
      return `/usr/bin/${name}`;
  }
  await tool('playwright', ['install', 'chromium']);
  return null;
}

/** Whether something listens there. */
export function isListening(port, host = '127.0.0.1') {
  return new Promise((resolve) => {
    const socket = createConnection({ port, host, timeout: 2000 });
    const answer = (result) => () => {
      socket.destroy();
      resolve(result);
    };
    socket.once('connect', answer(true));
    socket.once('error', answer(false));
    socket.once('timeout', answer(false));
  });
}

/** PostgreSQL on 127.0.0.1:5432. With CI=true a missing one is installed and started, or the run fails. */
export async function ensurePostgres() {
  if (process.env.TEST_POSTGRES_URL || (await isListening(5432))) return true;
  if (process.env.CI !== 'true') return false;
  if (!isRoot() || !isDebian()) throw new Error('CI needs PostgreSQL on 127.0.0.1:5432 (or TEST_POSTGRES_URL).');
  await installPackage('postgresql');
  const version = execFileSync('sh', ['-c', 'ls /etc/postgresql | sort -n | tail -1']).toString().trim();
  const trust = `/etc/postgresql/${version}/main/pg_hba.conf`;
  execFileSync('sh', ['-c', `printf 'local all all trust\\nhost all all 127.0.0.1/32 trust\\nhost all all ::1/128 trust\\n' > ${trust}`]);
  execFileSync('pg_ctlcluster', ['--skip-systemctl-redirect', version, 'main', 'restart']);
  await untilListening(5432, 'PostgreSQL');
  return true;
}

/** Redis on 127.0.0.1:6379. With CI=true a missing one is installed and started, or the run fails. */
export async function ensureRedis() {
  if (process.env.TEST_REDIS_URL || (await isListening(6379))) return true;
  if (process.env.CI !== 'true') return false;
  if (!isRoot() || !isDebian()) throw new Error('CI needs Redis on 127.0.0.1:6379 (or TEST_REDIS_URL).');
  await installPackage('redis-server');
  execFileSync('redis-server', ['--port', '6379', '--bind', '127.0.0.1', '--daemonize', 'yes', '--save', '']);
  await untilListening(6379, 'Redis');
  return true;
}

async function untilListening(port, name) {
  for (let attempt = 0; attempt < 40; attempt += 1) {
    if (await isListening(port)) return;
    await new Promise((done) => setTimeout(done, 250));
  }
  throw new Error(`${name} was installed but does not listen on 127.0.0.1:${port}.`);
}

async function installPackage(name) {
  console.log(`Installing ${name} …`);
  await command('apt-get', ['update', '-qq'], { DEBIAN_FRONTEND: 'noninteractive' });
  await command('apt-get', ['install', '-y', '-qq', name], { DEBIAN_FRONTEND: 'noninteractive' });
}

// The folder of an embedded installation: generated secrets, and a lock that dies with its process.
import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sha256 } from '@/lib/core/crypto';
import { SettingsError } from '@/lib/core/settings';

const SECRET_KEY_FILE = 'secret-key';
/** Longest path that a UNIX domain socket may have on every system we run on. */
const LONGEST_SOCKET_PATH = 100;

export function prepareDataDir(dataDir: string): void {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
}

/** The generated SECRET_KEY of this folder; made once, readable by its owner only. */
export function generatedSecretKey(dataDir: string): string {
  const path = join(dataDir, SECRET_KEY_FILE);
  try {
    writeFileSync(path, `${randomBytes(32).toString('base64url')}\n`, { flag: 'wx', mode: 0o600 });
  } catch (thrown) {
    if (!(thrown instanceof Error && 'code' in thrown && thrown.code === 'EEXIST')) throw thrown;
    chmodSync(path, 0o600);
  }
  const key = readFileSync(path, 'utf8').trim();
  if (!/^[A-Za-z0-9_-]{43}$/.test(key)) throw new SettingsError(`${path} does not hold a secret key. Restore it from a backup.`);
  return key;
}

/**
 * Takes the folder for this process. A listening socket is the lock: the system closes it however the process ends.
 * @returns a function that releases the lock
 * @throws SettingsError naming the process that holds it
 */
export async function lockDataDir(dataDir: string): Promise<() => Promise<void>> {
  const inside = join(realpathSync(dataDir), 'lock.sock');
  const path = inside.length <= LONGEST_SOCKET_PATH ? inside : join(tmpdir(), `client-center-${sha256(inside).slice(0, 16)}.sock`);
  for (let attempt = 0; attempt < 3; attempt += 1) {
    const server = await listen(path);
    if (server) return () => new Promise((done) => server.close(() => done()));
    const holder = await askHolder(path);
    if (holder !== null)
      throw new SettingsError(`DATA_DIR ${dataDir} is in use by process ${holder}. Stop it first, or set another DATA_DIR.`);
    removeDeadSocket(path);
  }
  throw new SettingsError(`DATA_DIR ${dataDir} is being taken by another process that is starting.`);
}

function listen(path: string): Promise<Server | null> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.end(String(process.pid)));
    server.once('error', (error: NodeJS.ErrnoException) => (error.code === 'EADDRINUSE' ? resolve(null) : reject(error)));
    server.listen(path, () => resolve(server.unref()));
  });
}

function askHolder(path: string): Promise<string | null> {
  return new Promise((resolve) => {
    let answer = '';
    const socket = connect(path);
    socket.setTimeout(2000, () => socket.destroy());
    socket.on('data', (chunk) => {
      answer += chunk.toString();
    });
    socket.once('error', () => resolve(null));
    socket.once('close', () => resolve(answer === '' ? null : answer));
  });
}

/** Moved aside before it is removed, so that two starters cannot remove each other's new socket. */
function removeDeadSocket(path: string): void {
  const aside = `${path}.${process.pid}`;
  try {
    renameSync(path, aside);
    rmSync(aside, { force: true });
  } catch {
    // Another starter removed it first.
  }
}

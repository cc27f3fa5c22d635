// Runs the production server as an operator does: a process with an environment, watched through its output and its port.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export type Running = Readonly<{
  origin: string;
  child: ChildProcess;
  output: () => string;
  /** Resolves with the exit code. */
  exited: Promise<number | null>;
  /** Resolves once it is ready; rejects with the output when it ends before. */
  ready: Promise<void>;
  stop: (signal?: NodeJS.Signals) => Promise<number | null>;
}>;

const CLEAN = { DATABASE_URL: '', SECRET_KEY: '', APP_URL: '', REDIS_URL: '', HOST: '', SIGN_UP: '', LOG_LEVEL: 'warn' };

/** Those of a test that ran out of time are ended with its worker: nobody else would stop them. */
const living = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of living) child.kill('SIGKILL');
});

export function startProcess(port: number, environment: Record<string, string>, command = ['server.mjs']): Running {
  const child = spawn(process.execPath, command, {
    env: { ...process.env, ...CLEAN, PORT: String(port), ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  living.add(child);
  child.once('exit', () => living.delete(child));
  let output = '';
  const exited = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
  const ready = new Promise<void>((resolve, reject) => {
    const listen = (chunk: Buffer) => {
      output += chunk.toString();
      if (/ready at |Ready in/.test(output)) resolve();
    };
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
    exited.then(() => reject(new Error(`The server ended:\n${output}`)));
  });
  ready.catch(() => undefined);
  const stop = (signal: NodeJS.Signals = 'SIGTERM') => {
    child.kill(signal);
    return exited;
  };
  return { origin: `http://localhost:${port}`, child, output: () => output, exited, ready, stop };
}

export function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

export function freshDataDir(): string {
  return mkdtempSync(join(tmpdir(), 'client-center-'));
}

export const SECRET_KEY = Buffer.alloc(32, 9).toString('base64url');

// Starts the servers under test, each in its own process, and reads what they cost.
import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

export type Target = Readonly<{ name: string; port: number; child: ChildProcess }>;

const READY_WITHIN_MS = 60_000;
const CLOCK_TICK_MICROSECONDS = 10_000; // USER_HZ is 100 on Linux

/** Resolves when the server prints a line with "ready". */
export async function startTarget(
  name: string,
  command: readonly string[],
  port: number,
  environment: Record<string, string>,
): Promise<Target> {
  const [file = '', ...args] = command;
  const child = spawn(file, args, {
    env: { ...process.env, NODE_ENV: 'production', PORT: String(port), ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`${name} did not start`)), READY_WITHIN_MS);
    child.stdout?.on('data', (chunk: Buffer) => {
      if (!chunk.toString().includes('ready')) return;
      clearTimeout(timer);
      resolve();
    });
    child.once('exit', (code) => reject(new Error(`${name} ended with ${code}`)));
  });
  return { name, port, child };
}

export async function stopTarget({ child }: Target): Promise<void> {
  if (child.exitCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await ended;
}

/** CPU time of the process so far, in microseconds; null where /proc does not tell. */
export function cpuMicroseconds({ child }: Target): number | null {
  try {
    const fields = readFileSync(`/proc/${child.pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
    return (Number(fields[11]) + Number(fields[12])) * CLOCK_TICK_MICROSECONDS;
  } catch {
    return null;
  }
}

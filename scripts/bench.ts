// npm run bench: what we cost beside a bare peer on the same machine in the same minute. Prints ratios; absolute figures differ by machine.
// Options: --rounds 3 --seconds 5 --connections 16. Needs PostgreSQL (TEST_POSTGRES_URL, else 127.0.0.1:5432).
import { randomBytes } from 'node:crypto';
import { createFixtures, seedTokens } from './bench/fixtures';
import { type Measured, run } from './bench/load';
import { mcpCalls } from './bench/mcp-calls';
import type { Operation } from './bench/operation';
import { cpuMicroseconds, startTarget, stopTarget, type Target } from './bench/servers';

const OURS_PORT = 3911;
const BARE_PORT = 3912;
const WARM_UP_SECONDS = 1.5;

type Sample = Measured & Readonly<{ cpuPerRequest: number | null }>;

function option(name: string, fallback: number): number {
  const index = process.argv.indexOf(`--${name}`);
  return index === -1 ? fallback : Number(process.argv[index + 1]);
}

const rounds = option('rounds', 3);
const seconds = option('seconds', 5);
const connections = option('connections', 16);

async function measure(target: Target, next: () => Buffer, isGood: Operation['isGood'], lasting: number): Promise<Sample> {
  const cpuBefore = cpuMicroseconds(target);
  const measured = await run({ port: target.port, connections, seconds: lasting, next, isGood });
  if (measured.errors > 0) throw new Error(`${target.name}: ${measured.errors} wrong answers, the first one:\n${measured.firstError}`);
  const cpuAfter = cpuMicroseconds(target);
  const spent = cpuBefore === null || cpuAfter === null ? null : cpuAfter - cpuBefore;
  return { ...measured, cpuPerRequest: spent === null ? null : spent / (measured.perSecond * lasting) };
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** Rounds alternate between the two, so that a busy moment of the machine hits both. */
async function compare({ name, ours, yardstick, isGood }: Operation, oursTarget: Target, bareTarget: Target): Promise<string> {
  const samples: { ours: Sample; yardstick: Sample }[] = [];
  await measure(oursTarget, ours, isGood, WARM_UP_SECONDS);
  await measure(bareTarget, yardstick, isGood, WARM_UP_SECONDS);
  for (let round = 0; round < rounds; round += 1) {
    samples.push({
      ours: await measure(oursTarget, ours, isGood, seconds),
      yardstick: await measure(bareTarget, yardstick, isGood, seconds),
    });
  }
  const ratios = samples.map((sample) => sample.ours.perSecond / sample.yardstick.perSecond);
  const cell = (who: 'ours' | 'yardstick', figure: keyof Sample, digits: number) =>
    median(samples.map((sample) => Number(sample[who][figure] ?? Number.NaN))).toFixed(digits);
  const range = `${Math.min(...ratios).toFixed(2)}-${Math.max(...ratios).toFixed(2)}`;
  return [
    `| ${name}`,
    `**${median(ratios).toFixed(2)}** (${range})`,
    ...(['ours', 'yardstick'] as const).map(
      (who) =>
        `${cell(who, 'perSecond', 0)}/s, ${cell(who, 'cpuPerRequest', 0)} µs CPU, p50 ${cell(who, 'p50Ms', 1)} ms, p99 ${cell(who, 'p99Ms', 1)} ms`,
    ),
  ].join(' | ');
}

async function main(): Promise<void> {
  const fixtures = await createFixtures();
  const targets: Target[] = [];
  try {
    const appUrl = `http://localhost:${OURS_PORT}`;
    const tokens = await seedTokens(fixtures, `${appUrl}/mcp`);
    const environment = { DATABASE_URL: fixtures.databaseUrl };
    const secrets = { SECRET_KEY: randomBytes(32).toString('base64url'), APP_URL: appUrl, LOG_LEVEL: 'warn' };
    const ours = await startTarget('ours', [process.execPath, 'server.mjs'], OURS_PORT, { ...environment, ...secrets });
    targets.push(ours);
    const bare = await startTarget('bare', [process.execPath, '--import', 'tsx', 'scripts/bench/bare-mcp.ts'], BARE_PORT, environment);
    targets.push(bare);
    console.log(
      `${connections} connections, ${rounds} interleaved rounds of ${seconds} s, median ratio (min-max) of requests per second\n`,
    );
    console.log('| operation | ours / yardstick | ours | yardstick: the SDK server on node:http |\n|---|---|---|---|');
    for (const operation of mcpCalls({ ours: OURS_PORT, bare: BARE_PORT }, tokens))
      console.log(`${await compare(operation, ours, bare)} |`);
  } finally {
    await Promise.all(targets.map(stopTarget));
    await fixtures.drop();
  }
}

await main();

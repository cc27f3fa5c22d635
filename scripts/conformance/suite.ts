// One run of the suite's command line, and its results as it saves them: a folder per scenario with checks.json.
import { spawn, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

export const SUITE_VERSION = '0.2.0-alpha.12';
const MODULES = '.cache/conformance/node_modules';
const COMMAND = `${MODULES}/@modelcontextprotocol/conformance/dist/index.js`;

export type Result = Readonly<{
  name: string;
  /** Scenarios with a check that was not skipped. */
  scenarios: number;
  /** Scenarios with a check that passed and none that failed. */
  passed: number;
  checks: number;
  checksPassed: number;
  /** The suite itself says so, from its own exit code. */
  unexpected: boolean;
}>;

/** Runs it; output is shown when the result is unexpected. `onAuthorizeUrl` gets the address that a person would open. */
export async function runSuite(
  name: string,
  args: readonly string[],
  { onAuthorizeUrl }: { onAuthorizeUrl?: (url: string) => void } = {},
): Promise<Result> {
  const folder = join('.cache/conformance/results', name.replaceAll(' ', '-'));
  rmSync(folder, { recursive: true, force: true });
  const child = spawn(suiteNode(), [COMMAND, ...args, '-o', folder], { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  let isOpened = false;
  const listen = (chunk: Buffer) => {
    output += chunk.toString();
    const url = /https?:\/\/\S+\/oauth\/authorize\?\S+(?=\s)/.exec(output)?.[0];
    if (url === undefined || isOpened) return;
    isOpened = true;
    onAuthorizeUrl?.(url);
  };
  child.stdout.on('data', listen);
  child.stderr.on('data', listen);
  const code = await new Promise<number | null>((done) => child.once('close', done));
  if (code !== 0) console.error(output);
  return { name, unexpected: code !== 0, ...count(folder) };
}

export function suiteNodeVersion(): string {
  return spawnSync(suiteNode(), ['--version'], { encoding: 'utf8' }).stdout.trim().slice(1);
}

function suiteNode(): string {
  const name = readdirSync(MODULES).find((entry) => /^node-(linux|darwin|win)-/.test(entry));
  if (name === undefined) throw new Error('Run npm run conformance: it installs what this needs.');
  return join(MODULES, name, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
}

const Checks = z.array(z.object({ id: z.string(), status: z.string() }));

const isPassed = ({ status }: { status: string }) => status === 'SUCCESS';
/** A warning counts as a failure, as the suite itself does with expected failures. Skipped and informational ones are not judged. */
const isJudged = ({ status }: { status: string }) => ['SUCCESS', 'FAILURE', 'WARNING'].includes(status);

function count(folder: string): Pick<Result, 'scenarios' | 'passed' | 'checks' | 'checksPassed'> {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('checks.json'));
  const scenarios = files.map((path) => Checks.parse(JSON.parse(readFileSync(join(folder, path), 'utf8'))));
  const checks = scenarios.flat().filter(isJudged);
  return {
    scenarios: scenarios.filter((list) => list.some(isJudged)).length,
    passed: scenarios.filter((list) => list.some(isJudged) && list.filter(isJudged).every(isPassed)).length,
    checks: checks.length,
    checksPassed: checks.filter(isPassed).length,
  };
}

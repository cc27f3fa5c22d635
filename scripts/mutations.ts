// npm run mutations [-- --missing | WORDS]: takes one check after another out of a copy of the working tree and tells which test notices.
// `--missing` runs those that the record lacks; with words, those whose row, text or file contains them. The working tree itself is not
// touched, so it can be stopped at any time. What was noticed is written into docs/measurements.md at once; the exit code is 1 when
// something goes unnoticed or no longer fits the code.
import { execFileSync, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as timer } from 'node:timers';
import { z } from 'zod';
import { mutations } from './mutations/list';
import type { Mutation } from './mutations/mutation';

const COPY = mkdtempSync(join(tmpdir(), 'client-center-mutations-'));
const REPORT = join(COPY, 'report.json');
const RECORD = 'docs/measurements.md';
const [BEGIN, END] = ['<!-- mutations -->\n', '<!-- end of mutations -->'];
const HEAD = '| row | taken out | test that failed |\n|---|---|---|\n';
const LIMIT_MS = 5 * 60_000;

process.on('exit', () => rmSync(COPY, { recursive: true, force: true }));
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(1));

/** The files git knows or would take, and what is generated beside them. */
function copyWorkingTree(): void {
  const listed = execFileSync('git', ['ls-files', '-co', '--exclude-standard'], { encoding: 'utf8' }).split('\n').filter(Boolean);
  for (const path of [...listed, 'lib/db/generated', 'components/standalone/standalone.generated.css']) {
    if (!existsSync(path)) continue;
    mkdirSync(dirname(join(COPY, path)), { recursive: true });
    cpSync(path, join(COPY, path), { recursive: true });
  }
  symlinkSync(join(process.cwd(), 'node_modules'), join(COPY, 'node_modules'));
}

function projectOf(test: string): string {
  if (test.endsWith('.redis.test.ts')) return 'redis';
  return test.endsWith('.db.test.ts') ? 'pglite' : 'unit';
}

const Report = z.object({
  testResults: z.array(
    z.object({ message: z.string(), assertionResults: z.array(z.object({ status: z.string(), fullName: z.string() })) }),
  ),
});

/** The first test of the file that fails; null when all pass. @throws when there is no answer */
async function firstFailure(test: string): Promise<string | null> {
  rmSync(REPORT, { force: true });
  const args = ['run', test, '--project', projectOf(test), '--bail', '1', '--reporter=json', `--outputFile=${REPORT}`];
  const child = spawn('node_modules/.bin/vitest', args, { cwd: COPY, stdio: 'ignore' });
  const limit = timer(() => child.kill('SIGKILL'), LIMIT_MS);
  await new Promise((done) => child.once('close', done));
  clearTimeout(limit);
  if (!existsSync(REPORT)) throw new Error('no answer within five minutes');
  const { testResults } = Report.parse(JSON.parse(readFileSync(REPORT, 'utf8')));
  const results = testResults.flatMap(({ assertionResults }) => assertionResults);
  if (results.length === 0) throw new Error(testResults[0]?.message.split('\n')[0] || 'the file ran no test');
  return results.find(({ status }) => status === 'failed')?.fullName.trim() ?? null;
}

/** @returns the test that noticed @throws when none did, or the mutation does not fit the code */
async function attempt({ file, find, replace, test }: Mutation): Promise<string> {
  const path = join(COPY, file);
  const original = readFileSync(path, 'utf8');
  const parts = original.split(find);
  if (parts.length !== 2) throw new Error(`its text occurs ${parts.length - 1} times in ${file}`);
  try {
    writeFileSync(path, parts.join(replace));
    const failed = await firstFailure(test);
    if (failed === null) throw new Error(`nothing in ${test} noticed`);
    return failed;
  } finally {
    writeFileSync(path, original);
  }
}

const keyOf = ({ row, what }: Pick<Mutation, 'row' | 'what'>) => `| ${row} | ${what} |`;

/** The lines of the record by mutation; those that are no longer in the list are left out. */
function readRecord(): Map<string, string> {
  const lines = (readFileSync(RECORD, 'utf8').split(BEGIN)[1]?.split(END)[0] ?? '').split('\n');
  return new Map(
    mutations.flatMap((one) => lines.filter((line) => line.startsWith(keyOf(one))).map((line) => [keyOf(one), line] as const)),
  );
}

function writeRecord(mutation: Mutation, failed: string): void {
  const name = failed.replaceAll('|', '\\|');
  const shown = name.length > 100 ? `${name.slice(0, 99)}…` : name;
  const record = readRecord().set(keyOf(mutation), `${keyOf(mutation)} ${mutation.test.replace(/^e2e\/protocol\//, '')} "${shown}" |`);
  const [before = '', rest = ''] = readFileSync(RECORD, 'utf8').split(BEGIN);
  const lines = mutations.flatMap((one) => record.get(keyOf(one)) ?? []);
  writeFileSync(RECORD, `${before}${BEGIN}${HEAD}${lines.join('\n')}\n${END}${rest.split(END)[1] ?? ''}`);
}

function chosen(words: string): readonly Mutation[] {
  if (words === '--missing') return mutations.filter((one) => !readRecord().has(keyOf(one)));
  return mutations.filter(({ row, what, file }) => `${row} ${what} ${file}`.toLowerCase().includes(words.toLowerCase()));
}

copyWorkingTree();
const list = chosen(process.argv.slice(2).join(' '));
let noticed = 0;
for (const mutation of list) {
  try {
    const failed = await attempt(mutation);
    writeRecord(mutation, failed);
    noticed += 1;
    process.stdout.write(`noticed      ${mutation.row}: ${mutation.what}\n             ${failed}\n`);
  } catch (thrown) {
    process.stdout.write(
      `NOT NOTICED  ${mutation.row}: ${mutation.what}\n             ${thrown instanceof Error ? thrown.message : thrown}\n`,
    );
  }
}
process.stdout.write(`${noticed} of ${list.length} noticed\n`);
process.exitCode = noticed === list.length ? 0 : 1;

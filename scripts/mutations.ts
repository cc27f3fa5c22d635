// npm run mutations [-- WORDS]: takes one check after another out of a copy of the working tree and tells which test notices. With words,
// only mutations whose row or text contains them. Nothing is changed in the working tree itself, so stopping it at any time is safe.
// A complete run writes its table into docs/measurements.md. Exits with 1 when a mutation goes unnoticed or no longer fits the code.
import { execFileSync, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as timer } from 'node:timers';
import { z } from 'zod';
import { mutations } from './mutations/list';
import type { Mutation } from './mutations/mutation';

const COPY = '.cache/mutations/copy';
const REPORT = 'report.json';
const RECORD = 'docs/measurements.md';
const [BEGIN, END] = ['<!-- mutations -->', '<!-- end of mutations -->'];
const LIMIT_MS = 5 * 60_000;

type Outcome = Readonly<{ mutation: Mutation; failed: string | null; trouble: string | null }>;

/** The files git knows or would take, and what is generated beside them. */
function copyWorkingTree(): void {
  rmSync(COPY, { recursive: true, force: true });
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
  rmSync(join(COPY, REPORT), { force: true });
  const args = ['run', test, '--project', projectOf(test), '--bail', '1', '--reporter=json', `--outputFile=${REPORT}`];
  const child = spawn('node_modules/.bin/vitest', args, { cwd: COPY, stdio: 'ignore' });
  const limit = timer(() => child.kill('SIGKILL'), LIMIT_MS);
  await new Promise((done) => child.once('close', done));
  clearTimeout(limit);
  if (!existsSync(join(COPY, REPORT))) throw new Error('no answer within five minutes');
  const { testResults } = Report.parse(JSON.parse(readFileSync(join(COPY, REPORT), 'utf8')));
  const results = testResults.flatMap(({ assertionResults }) => assertionResults);
  const failed = results.find(({ status }) => status === 'failed');
  if (!failed && results.length === 0) return `the file itself: ${testResults[0]?.message.split('\n')[0] ?? 'no test in it'}`;
  return failed?.fullName.trim() ?? null;
}

async function attempt(mutation: Mutation): Promise<Outcome> {
  const path = join(COPY, mutation.file);
  const original = readFileSync(path, 'utf8');
  const parts = original.split(mutation.find);
  if (parts.length !== 2) return { mutation, failed: null, trouble: `its text occurs ${parts.length - 1} times in ${mutation.file}` };
  try {
    writeFileSync(path, parts.join(mutation.replace));
    const failed = await firstFailure(mutation.test);
    return { mutation, failed, trouble: failed === null ? 'no test noticed' : null };
  } catch (thrown) {
    return { mutation, failed: null, trouble: thrown instanceof Error ? thrown.message : String(thrown) };
  } finally {
    writeFileSync(path, original);
  }
}

function row({ mutation: { row: id, what, test }, failed }: Outcome): string {
  const name = (failed ?? '').replaceAll('|', '\\|');
  return `| ${id} | ${what} | ${test.replace(/^e2e\/protocol\//, '')} "${name.length > 100 ? `${name.slice(0, 99)}…` : name}" |`;
}

function writeRecord(outcomes: readonly Outcome[]): void {
  const record = readFileSync(RECORD, 'utf8');
  const [before, rest = ''] = record.split(BEGIN);
  const after = rest.split(END)[1] ?? '';
  const table = ['| row | taken out | test that failed |', '|---|---|---|', ...outcomes.map(row)].join('\n');
  writeFileSync(RECORD, `${before}${BEGIN}\n${table}\n${END}${after}`);
}

const words = process.argv.slice(2).join(' ').toLowerCase();
const chosen = mutations.filter(({ row: id, what, file }) => `${id} ${what} ${file}`.toLowerCase().includes(words));
copyWorkingTree();
const outcomes: Outcome[] = [];
for (const mutation of chosen) {
  const outcome = await attempt(mutation);
  outcomes.push(outcome);
  process.stdout.write(
    `${outcome.trouble ? 'NOT NOTICED' : 'noticed'}  ${mutation.row}: ${mutation.what}\n  ${outcome.trouble ?? outcome.failed}\n`,
  );
}
const unnoticed = outcomes.filter(({ trouble }) => trouble !== null);
process.stdout.write(`${outcomes.length - unnoticed.length} of ${outcomes.length} noticed\n`);
if (words === '' && unnoticed.length === 0) writeRecord(outcomes);
process.exitCode = unnoticed.length === 0 && outcomes.length > 0 ? 0 : 1;

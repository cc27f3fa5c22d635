// Starts the real server on a database of its own, signs a person up, makes a key and runs the suite: `authorization`, then `server` for
// two revisions, and both once more with the suite's own tools in place of the product's. What is expected to fail, and why, stands in
// conformance/expected-<server or fixtures>-<revision>.yml. Exits with 1 on anything else.
import { freePort, freshDataDir, startProcess } from '@/e2e/server/process';
import { startBearerProxy } from './conformance/bearer-proxy';
import { type FixtureServer, startFixtureServer } from './conformance/fixture-server';
import { connect, pressAllow, signUpWithKey } from './conformance/person';
import { type Result, runSuite, SUITE_VERSION, suiteNodeVersion } from './conformance/suite';

const REVISIONS = ['2026-07-28', '2025-11-25'];

async function authorizationScenarios(origin: string, seeded: Awaited<ReturnType<typeof signUpWithKey>>): Promise<Result> {
  const port = String(await freePort());
  const answered: Promise<void>[] = [];
  const result = await runSuite('authorization', ['authorization', '--url', origin, '--client-id', seeded.clientId, '--port', port], {
    onAuthorizeUrl: (url) => answered.push(pressAllow(seeded.browser, url)),
  });
  await Promise.all(answered);
  return result;
}

function serverScenarios(kind: 'server' | 'fixtures', proxy: string, revision: string): Promise<Result> {
  const expected = `scripts/conformance/expected-${kind}-${revision}.yml`;
  return runSuite(`${kind} ${revision}`, ['server', '--url', `${proxy}/mcp`, '--requirements', revision, '--expected-failures', expected]);
}

function summary(results: readonly Result[]): string {
  const rows = results.map(({ name, scenarios, passed, checksPassed, checks, unexpected }) =>
    [`| ${name}`, `${passed} of ${scenarios}`, `${checksPassed} of ${checks}`, `${scenarios - passed}`, unexpected ? 'no' : 'yes'].join(
      ' | ',
    ),
  );
  return `\n| run | scenarios passed | checks passed | not passed | as expected |\n|---|---|---|---|---|\n${rows.join(' |\n')} |`;
}

async function main(): Promise<void> {
  const settings = { DATA_DIR: freshDataDir(), SIGN_UP: 'open' };
  const port = await freePort();
  const server = startProcess(port, settings);
  const closing: (() => void)[] = [];
  let fixtures: FixtureServer | null = null;
  try {
    await server.ready;
    const seeded = await signUpWithKey(server.origin);
    const results = [await authorizationScenarios(server.origin, seeded)];
    const proxy = await startBearerProxy(server.origin, () => connect(server.origin, seeded));
    closing.push(proxy.close);
    for (const revision of REVISIONS) results.push(await serverScenarios('server', proxy.origin, revision));
    await proxy.connectAnew(); // while there is a server to connect to
    await server.stop();
    fixtures = await startFixtureServer({ ...settings, PORT: String(port) });
    for (const revision of REVISIONS) results.push(await serverScenarios('fixtures', proxy.origin, revision));
    console.log(`Suite ${SUITE_VERSION} on Node ${suiteNodeVersion()}, server on Node ${process.versions.node}`);
    console.log(summary(results));
    if (results.some(({ unexpected }) => unexpected)) process.exitCode = 1;
  } finally {
    for (const close of closing) close();
    await fixtures?.stop();
    await server.stop();
  }
}

await main();

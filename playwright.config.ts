// Browser tests against the production build, on an embedded database of their own. `npm test` builds first.
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from '@playwright/test';

const port = Number(process.env.E2E_PORT ?? 3987);
const origin = `http://localhost:${port}`;
process.env.E2E_DATA_DIR ??= mkdtempSync(join(tmpdir(), 'client-center-e2e-'));

export default defineConfig({
  testDir: 'e2e',
  testMatch: '**/*.spec.ts',
  outputDir: 'test-results',
  timeout: 120_000, // ends what hangs; says nothing about speed
  expect: { timeout: 15_000 },
  // Two files beside each other, the tests of a file in their order: much of a browser test waits. Files share this one server and the limits
  // it sets for this address, and nothing else: people, databases, folders and ports are their own.
  fullyParallel: false,
  workers: 2,
  forbidOnly: process.env.CI === 'true',
  use: {
    baseURL: origin,
    // What a failed test saw stands in its error context. A trace of each test (`--trace on`) costs a third of the time.
    screenshot: 'only-on-failure',
    launchOptions: {
      ...(process.env.CHROMIUM_PATH ? { executablePath: process.env.CHROMIUM_PATH } : {}),
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
  webServer: {
    command: 'node server.mjs',
    url: `${origin}/readyz`,
    timeout: 120_000,
    stdout: 'ignore',
    stderr: 'pipe',
    gracefulShutdown: { signal: 'SIGTERM', timeout: 10_000 },
    env: { PORT: String(port), DATA_DIR: process.env.E2E_DATA_DIR, LOG_LEVEL: 'warn', DATABASE_URL: '', APP_URL: '', SECRET_KEY: '' },
  },
});

// Pure tests once, database tests (*.db.test.ts) on the embedded database and, when it is reachable, on PostgreSQL, and tests of Redis
// (*.redis.test.ts) when that is reachable.
import { defineConfig } from 'vitest/config';

const alias = { '@': import.meta.dirname, 'server-only': `${import.meta.dirname}/lib/testing/server-only.ts` };
const shared = { resolve: { alias } };
/** Files of one worker share loaded modules: loading them anew for each file costs more than the tests. State of a test lives in its own context. */
const isolate = false;

function databaseProject(name: 'pglite' | 'postgres') {
  return {
    ...shared,
    test: {
      name,
      isolate,
      include: ['lib/**/*.db.test.ts', 'e2e/**/*.db.test.ts'],
      globalSetup: [`lib/testing/setup-${name}.ts`],
      env: { TEST_DATABASE: name },
      testTimeout: 30_000,
      hookTimeout: 60_000,
    },
  };
}

export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      {
        ...shared,
        test: {
          name: 'unit',
          isolate,
          testTimeout: 30_000,
          include: ['**/*.test.{ts,tsx}'],
          exclude: ['**/*.db.test.ts', '**/*.redis.test.ts', 'node_modules/**', '.next/**', 'e2e/**'],
        },
      },
      { ...shared, test: { name: 'redis', isolate, testTimeout: 30_000, include: ['lib/**/*.redis.test.ts'] } },
      databaseProject('pglite'),
      databaseProject('postgres'),
    ],
  },
});

import { expect, it } from 'vitest';
import type { Log } from '@/lib/core/context';
import { logPageFailure } from './page-failure';

it('a page that failed is logged with the digest its person is shown, and without the query', () => {
  const lines: unknown[] = [];
  const keep = (event: string, detail?: object) => void lines.push({ event, ...detail });
  const log: Log = { debug: keep, info: keep, warn: keep, error: keep };
  logPageFailure(log, Object.assign(new Error('no such table'), { digest: '4021' }), '/accounts?code=secret');
  expect(lines).toEqual([expect.objectContaining({ event: 'page.failed', path: '/accounts', digest: '4021', reason: 'no such table' })]);
  expect(JSON.stringify(lines)).not.toContain('secret');
});

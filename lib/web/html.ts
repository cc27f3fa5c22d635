// Answers that are whole HTML pages without any script: sign-in, sign-up, consent, and the errors of an authorization.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { ReactElement } from 'react';

// Next refuses to bundle this module into routes, for fear of pages rendered by hand; these are meant to be, so it is loaded from node_modules.
const { renderToStaticMarkup } = createRequire(join(process.cwd(), 'package.json'))(
  'react-dom/server',
) as typeof import('react-dom/server');

/** Compiled by scripts/build-styles.mjs and inlined, so that such a page is complete in one answer. */
export const standaloneStyles = readFileSync(join('components', 'standalone', 'standalone.generated.css'), 'utf8');

const styleHash = `'sha256-${createHash('sha256').update(standaloneStyles).digest('base64')}'`;

/**
 * A page that runs no script and cannot be framed.
 * @param document a whole `<html>` element
 * @param formTargets origins or schemes that a form on it may end up at through redirects (Chromium applies form-action to those too)
 */
export function htmlPage(
  document: ReactElement,
  status = 200,
  headers: Record<string, string> = {},
  formTargets: readonly string[] = [],
): Response {
  const policy = [
    "default-src 'none'",
    "script-src 'none'",
    `style-src ${styleHash}`,
    "img-src 'self' data:",
    "font-src 'self'",
    "base-uri 'none'",
    `form-action ${["'self'", ...formTargets].join(' ')}`,
    "frame-ancestors 'none'",
  ].join('; ');
  return new Response(`<!doctype html>${renderToStaticMarkup(document)}`, {
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': policy,
      'cache-control': 'no-store',
      'referrer-policy': 'same-origin', // no-referrer would make the form send `Origin: null`
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      ...headers,
    },
  });
}

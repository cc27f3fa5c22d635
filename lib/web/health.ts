// Health for load balancers (contract §6).
import { CountersAway } from '@/lib/core/counters';
import { json, methodNotAllowed } from '@/lib/core/http';
import type { Ctx } from '@/lib/db/context';

/** 200 while the process lives. */
export function healthz(_ctx: Ctx, request: Request): Response {
  return isRead(request) ? json({ status: 'ok' }) : methodNotAllowed('GET, HEAD');
}

/** 200 only while the database, and Redis if it is set, answer; the database was migrated before the server listened. */
export async function readyz(ctx: Ctx, request: Request): Promise<Response> {
  if (!isRead(request)) return methodNotAllowed('GET, HEAD');
  const reason = (await isDatabaseAnswering(ctx)) ? await countersAway(ctx) : 'The database does not answer.';
  if (reason === null) return json({ status: 'ready' });
  return json({ status: 'unavailable', reason }, 503, { 'retry-after': '5' });
}

const CHECK_LIFE_MS = 1_000;
let lastCheck = { at: 0, isAnswering: true };

/** The page people see in place of any other while the database is away; null when it answers. Checked at most once a second. */
export async function unavailablePage(ctx: Ctx): Promise<string | null> {
  const now = ctx.now().getTime();
  if (now - lastCheck.at > CHECK_LIFE_MS || !lastCheck.isAnswering) lastCheck = { at: now, isAnswering: await isDatabaseAnswering(ctx) };
  return lastCheck.isAnswering ? null : UNAVAILABLE_PAGE;
}

// Self-contained on purpose: it must not depend on anything that may be away.
const UNAVAILABLE_PAGE = `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<meta http-equiv="refresh" content="5"><title>Back in a moment</title>
<style>:root{color-scheme:light dark}body{font:16px/1.5 system-ui,sans-serif;max-width:30rem;margin:15vh auto;padding:0 1.5rem}</style>
<h1>Back in a moment</h1><p>The database does not answer right now. Nothing is lost. This page tries again by itself every five seconds.</p></html>`;

async function isDatabaseAnswering(ctx: Ctx): Promise<boolean> {
  try {
    await ctx.db.$queryRaw`SELECT 1`;
    return true;
  } catch {
    return false;
  }
}

/** Why nothing exact can be counted; null when it can. */
async function countersAway({ counters }: Ctx): Promise<string | null> {
  try {
    await counters.check();
    return null;
  } catch (thrown) {
    if (thrown instanceof CountersAway) return 'Redis does not answer.';
    throw thrown;
  }
}

function isRead({ method }: Request): boolean {
  return method === 'GET' || method === 'HEAD';
}

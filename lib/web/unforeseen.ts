// What an endpoint did not answer itself, as plain JSON: the caller's fault, the database's absence, or ours.
import { BadRequest, json } from '@/lib/core/http';
import type { Ctx } from '@/lib/db/context';
import { isDatabaseAway } from '@/lib/db/errors';

export const DATABASE_AWAY_RETRY_SECONDS = 5;

export function unforeseen(ctx: Ctx, thrown: unknown): Response {
  if (thrown instanceof BadRequest) return json({ error: 'invalid_request', error_description: thrown.message }, thrown.status);
  const reason = thrown instanceof Error ? thrown.message : String(thrown);
  if (isDatabaseAway(thrown)) {
    ctx.log.error('database.away', { reason });
    const body = { error: 'temporarily_unavailable', error_description: 'The service cannot reach its database. Try again shortly.' };
    return json(body, 503, { 'retry-after': String(DATABASE_AWAY_RETRY_SECONDS) });
  }
  ctx.log.error('request.failed', { reason, stack: thrown instanceof Error ? thrown.stack : undefined });
  return json({ error: 'server_error', error_description: `Something failed on our side. Request ${ctx.requestId}.` }, 500);
}

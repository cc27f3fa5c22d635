// Puts next-auth behind our rules for input: other sites, large bodies and what it cannot read get a clear 4xx.
import NextAuth from 'next-auth';
import { BadRequest, json, readText } from '@/lib/core/http';
import { isDatabaseAway } from '@/lib/db/errors';
import { applicationSlot, requestContext } from './application';
import { authOptions } from './auth';
import { localPath } from './continue';
import { isForeign } from './same-origin';
import { findSignedInUser } from './session';
import { DATABASE_AWAY_RETRY_SECONDS } from './unforeseen';

const BODY_LIMIT_BYTES = 8 * 1024;

type AuthContext = { params: Promise<{ nextauth: string[] }> };

/** A handler for app/api/auth/[...nextauth]. */
export async function authRoute(request: Request, context: AuthContext): Promise<Response> {
  const ctx = requestContext(await applicationSlot().promise, request.headers);
  try {
    if (request.method !== 'GET' && isForeign(ctx.settings, request)) return refusal(403, 'This was sent from another site.');
    const callbackUrl = new URL(request.url).searchParams.get('callbackUrl');
    if (callbackUrl !== null && localPath(callbackUrl.replace(ctx.settings.appUrl, '')) === null) {
      return refusal(400, 'callbackUrl must be a path of this site.');
    }
    if (request.method === 'POST') await readText(request.clone(), BODY_LIMIT_BYTES);
    const user = await findSignedInUser(ctx, request);
    const answer: Response = await NextAuth(authOptions(ctx, user))(request, context);
    return answer.status < 500 ? answer : refusal(400, 'This request cannot be read.');
  } catch (thrown) {
    if (thrown instanceof BadRequest) return refusal(thrown.status, thrown.message);
    if (thrown instanceof SyntaxError) return refusal(400, 'The body is not valid JSON.');
    if (!isDatabaseAway(thrown)) throw thrown;
    ctx.log.error('database.away', { reason: thrown instanceof Error ? thrown.message : String(thrown) });
    return json({ error: { message: 'The service cannot reach its database. Try again shortly.' } }, 503, {
      'retry-after': String(DATABASE_AWAY_RETRY_SECONDS),
    });
  }
}

function refusal(status: number, message: string): Response {
  return json({ error: { message } }, status);
}

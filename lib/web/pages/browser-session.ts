import { seeOther } from '@/lib/core/http';
import type { Ctx } from '@/lib/db/context';
import { startSession } from '@/lib/identity/sessions';
import { readSessionToken, signInCookie } from '@/lib/web/session-cookie';

/** Signs this browser in, in place of whoever it was signed in as, and sends it on. */
export async function signedInAnswer(ctx: Ctx, request: Request, userId: string, target: string): Promise<Response> {
  const userAgent = request.headers.get('user-agent') ?? '';
  const token = await startSession(ctx, { userId, userAgent, replaces: await readSessionToken(ctx, request) });
  return seeOther(target, [['set-cookie', await signInCookie(ctx, token)]]);
}

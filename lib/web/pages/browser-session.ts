import { seeOther } from '@/lib/core/http';
import type { Ctx } from '@/lib/db/context';
import { startSession } from '@/lib/identity/sessions';
import { readSessionToken, signInCookie } from '@/lib/web/session-cookie';

/** Signs this browser in, in place of whoever it was signed in as. @returns the Set-Cookie line */
export async function signInBrowser(ctx: Ctx, request: Request, userId: string, provedAt?: Date): Promise<string> {
  const userAgent = request.headers.get('user-agent') ?? '';
  const token = await startSession(ctx, { userId, userAgent, provedAt, replaces: await readSessionToken(ctx, request) });
  return signInCookie(ctx, token);
}

/** Signs this browser in and sends it on. */
export async function signedInAnswer(ctx: Ctx, request: Request, userId: string, target: string): Promise<Response> {
  return seeOther(target, [['set-cookie', await signInBrowser(ctx, request, userId)]]);
}

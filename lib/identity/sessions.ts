// Browsers that are signed in. The cookie holds a random token; its row decides at every request, so ending it works at once.
import { appendEvent, appendEvents } from '@/lib/audit/queries/events';
import type { NewAuditEvent } from '@/lib/audit/schema';
import { newId, sha256 } from '@/lib/core/crypto';
import { NotFound } from '@/lib/core/errors';
import { type Ctx, inTransaction } from '@/lib/db/context';
import type { LiveSession } from './queries/sessions';
import { endSessionById, endSessionByToken, endSessions, findLiveSession, insertSession, touchSession } from './queries/sessions';

const LIFE_MS = 30 * 86_400_000; // counted from the last use
const TOUCH_EVERY_MS = 60_000;
const LONGEST_USER_AGENT = 400;

type StartSession = Readonly<{
  userId: string;
  userAgent: string;
  /** The token of the session that this browser had until now; it ends. */
  replaces: string | null;
  /** When the person proved who they are, if not just now. */
  provedAt?: Date;
}>;

/**
 * Signs a browser in.
 * @returns the new session's token, for the cookie: a fresh one each time, so that nobody can plant one
 */
export function startSession(ctx: Ctx, { userId, userAgent, replaces, provedAt = ctx.now() }: StartSession): Promise<string> {
  const token = Buffer.from(ctx.random(32)).toString('base64url');
  return inTransaction(ctx, async (inner) => {
    const ended = replaces === null ? null : await endSessionByToken(inner, sha256(replaces));
    await insertSession(inner, {
      id: newId(ctx, 'ses'),
      userId,
      tokenHash: sha256(token),
      userAgent: userAgent.slice(0, LONGEST_USER_AGENT),
      provedAt,
      expiresAt: new Date(ctx.now().getTime() + LIFE_MS),
    });
    await appendEvents(inner, [...(ended ? [endOf(ended)] : []), { userId, name: 'session.started' }]);
    return token;
  });
}

/** The live session of this token, or null. Notes at most once a minute that it was used. */
export async function checkSession(ctx: Ctx, token: string): Promise<LiveSession | null> {
  const session = await findLiveSession(ctx, sha256(token));
  if (!session) return null;
  const now = ctx.now().getTime();
  const notAfter = new Date(now - TOUCH_EVERY_MS);
  if (session.lastSeenAt <= notAfter) await touchSession(ctx, session.id, notAfter, new Date(now + LIFE_MS));
  return session;
}

/** Ends the session of this token, if it is live. */
export async function endSession(ctx: Ctx, token: string): Promise<void> {
  await inTransaction(ctx, async (inner) => {
    const ended = await endSessionByToken(inner, sha256(token));
    if (ended) await appendEvent(inner, endOf(ended));
  });
}

function endOf({ userId, id }: { userId: string; id: string }): NewAuditEvent {
  return { userId, name: 'session.ended', detail: { sessionId: id } };
}

/** Ends one of the person's own sessions. @throws NotFound */
export async function endOwnSession(ctx: Ctx, userId: string, sessionId: string): Promise<void> {
  await inTransaction(ctx, async (inner) => {
    if (!(await endSessionById(inner, userId, sessionId))) throw new NotFound('This session has ended already.');
    await appendEvent(inner, endOf({ userId, id: sessionId }));
  });
}

/** Ends all of the person's sessions, this one too. */
export async function endSessionsEverywhere(ctx: Ctx, userId: string): Promise<void> {
  await inTransaction(ctx, async (inner) => {
    const count = await endSessions(inner, userId, null);
    await appendEvent(inner, { userId, name: 'sessions.ended_everywhere', detail: { count } });
  });
}

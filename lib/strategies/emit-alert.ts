// A short message of an AI client to its person. Its text is cleaned here, once: it is shown as text, never as markup.
import { newId } from '@/lib/core/crypto';
import { Refused } from '@/lib/core/errors';
import { cleanLine, cleanText } from '@/lib/core/untrusted-text';
import type { Ctx } from '@/lib/db/context';
import { LimitReached } from './limit-reached';
import { insertAlert } from './queries/alerts';
import type { Severity } from './schema';

export const LONGEST_TITLE = 80;
export const LONGEST_TEXT = 500;
const A_MINUTE = { limit: 10, windowSeconds: 60 };

export type NewAlert = Readonly<{ grantId: string; clientId: string; title: string; text: string; severity: Severity }>;

/** @throws Refused when nothing of title or text can be shown; LimitReached above ten a minute of one connection */
export async function emitAlert(
  ctx: Ctx,
  userId: string,
  { grantId, clientId, severity, ...alert }: NewAlert,
): Promise<{ id: string; createdAt: Date }> {
  const title = cleanLine(alert.title, LONGEST_TITLE);
  const text = cleanText(alert.text, LONGEST_TEXT);
  if (title === '') throw new Refused('The title has nothing that can be shown.', 'title');
  if (text === '') throw new Refused('The text has nothing that can be shown.', 'text');
  const attempt = await ctx.counters.count(`alerts:${grantId}`, A_MINUTE);
  if (!attempt.allowed) {
    const limit = { name: 'alerts_per_minute', allowed: A_MINUTE.limit, unit: 'alerts per 60 s' };
    throw new LimitReached(
      `${A_MINUTE.limit} alerts were sent within a minute, the most a connection can.`,
      limit,
      attempt.retryAfterSeconds,
    );
  }
  const id = newId(ctx, 'alr');
  const createdAt = ctx.now();
  await insertAlert(ctx, { id, userId, clientId, grantId, title, text, severity, createdAt });
  return { id, createdAt };
}

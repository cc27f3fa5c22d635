import { appendEvent } from '@/lib/audit/queries/events';
import { type Ctx, inTransaction } from '@/lib/db/context';
import { findUserByEmailOrId, writePlan } from './queries/users';
import type { User } from './schema';

/** Gives a person a plan, or with null the one everybody has; it counts for the next call. @returns null when there is no such person */
export async function setPlan(ctx: Ctx, emailOrId: string, plan: string | null): Promise<User | null> {
  const user = await findUserByEmailOrId(ctx, emailOrId);
  if (!user) return null;
  await inTransaction(ctx, async (ctx) => {
    await writePlan(ctx, user.id, plan);
    await appendEvent(ctx, { userId: user.id, name: 'plan.changed', detail: { plan } });
  });
  return user;
}

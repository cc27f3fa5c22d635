// Whether the operator bars this person or this client from connecting (lib/clients/partner-access.ts sets it).
import type { Client } from '@/lib/clients/schema';
import type { Ctx } from '@/lib/db/context';
import { findBlockedReason } from '@/lib/identity/queries/users';
import type { Block } from './schema';

/** Null when they may. The person's own comes first. */
export async function findBlock(ctx: Ctx, client: Pick<Client, 'blockedReason'>, userId: string): Promise<Block | null> {
  const reason = await findBlockedReason(ctx, userId);
  if (reason !== null) return { whom: 'person', reason };
  return client.blockedReason === null ? null : { whom: 'client', reason: client.blockedReason };
}

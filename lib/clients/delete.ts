// Deleting a key for good: everything that was opened with it stops.
import { appendEvents } from '@/lib/audit/queries/events';
import type { NewAuditEvent } from '@/lib/audit/schema';
import { type Ctx, inTransaction } from '@/lib/db/context';
import { keyNotFound } from './key-errors';
import type { DeletedKey } from './key-schema';
import { findKey, retireKey } from './queries/keys';

/**
 * Deletes the key and ends its connections in one transaction. Each person concerned finds the end of theirs in their own trail.
 * @throws NotFound when this owner has no such key (any more)
 */
export async function deleteKey(ctx: Ctx, ownerId: string, clientId: string): Promise<DeletedKey> {
  return inTransaction(ctx, async (ctx) => {
    const key = await findKey(ctx, ownerId, clientId);
    const ended = key && (await retireKey(ctx, ownerId, clientId));
    if (!ended) throw keyNotFound();
    const connectionsEnded = ended.length;
    const detail = { clientName: key.name, reason: 'key_deleted' };
    const deletion: NewAuditEvent = { userId: ownerId, name: 'key.deleted', clientId, detail: { keyName: key.name, connectionsEnded } };
    const ends = ended.map(({ userId, grantId }): NewAuditEvent => ({ userId, name: 'grant.revoked', clientId, grantId, detail }));
    await appendEvents(ctx, [deletion, ...ends]);
    return { connectionsEnded, peopleAffected: new Set(ended.map(({ userId }) => userId)).size };
  });
}

// Ending a partner API key or personal access token: the next request with it is refused.
import { appendEvent } from '@/lib/audit/queries/events';
import { NotFound } from '@/lib/core/errors';
import { type Ctx, inTransaction } from '@/lib/db/context';
import { revokeClient } from '@/lib/grants/revoke';
import { findAccessKey } from './queries/keys';

/** @throws NotFound when this person has no such token (any more) */
export async function revokeAccessKey(ctx: Ctx, ownerId: string, id: string): Promise<void> {
  const key = await findAccessKey(ctx, ownerId, id);
  const notFound = () => new NotFound('You have no such access token. It may have been revoked.');
  if (!key) throw notFound();
  await inTransaction(ctx, async (inner) => {
    if ((await revokeClient(inner, ownerId, id)) === 0) throw notFound();
    await appendEvent(inner, { userId: ownerId, name: 'access_key.revoked', clientId: id, detail: { kind: key.kind, keyName: key.name } });
  });
}

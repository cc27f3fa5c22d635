// A new secret for a confidential key.
import { appendEvent } from '@/lib/audit/queries/events';
import { newToken, sha256 } from '@/lib/core/crypto';
import { Conflict } from '@/lib/core/errors';
import { type Ctx, inTransaction } from '@/lib/db/context';
import { keyNotFound } from './key-errors';
import { type RotatedSecret, SECRET_OVERLAP_HOURS, type SecretRotation } from './key-schema';
import { findKey, replaceSecret } from './queries/keys';

const HOUR_MS = 3_600_000;

/**
 * Puts a new secret in force. The one before stays accepted for SECRET_OVERLAP_HOURS, so that the client can be changed over
 * without an outage, or ends at once after a leak; any older one ends now.
 * @throws NotFound when this owner has no such key, Conflict when the key is public
 */
export async function rotateSecret(ctx: Ctx, ownerId: string, clientId: string, input: SecretRotation): Promise<RotatedSecret> {
  const clientSecret = newToken(ctx, 'cc_cs');
  const previousEndsAt = input.endPreviousNow ? null : new Date(ctx.now().getTime() + SECRET_OVERLAP_HOURS * HOUR_MS);
  return inTransaction(ctx, async (ctx) => {
    const isReplaced = await replaceSecret(ctx, ownerId, clientId, sha256(clientSecret), previousEndsAt);
    const key = await findKey(ctx, ownerId, clientId);
    if (!key) throw keyNotFound();
    if (!isReplaced) throw new Conflict('This key is public: it has no secret to rotate.');
    const detail = { keyName: key.name, previousEndsAt: previousEndsAt?.toISOString() ?? null };
    await appendEvent(ctx, { userId: ownerId, name: 'key.secret_rotated', clientId, detail });
    return { key, clientSecret };
  });
}

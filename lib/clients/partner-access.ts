// Barring a person or a client from AI access, and lifting it: the operator's decision. While it stands nobody can consent, and tokens that
// live are refused with the next request; nothing is revoked, so that lifting it gives everything back.
import { appendEvent } from '@/lib/audit/queries/events';
import { cleanLine } from '@/lib/core/untrusted-text';
import { type Ctx, inTransaction } from '@/lib/db/context';
import { findUserByEmailOrId, setBlockedReason } from '@/lib/identity/queries/users';
import { setClientBlockedReason } from './queries/partner-access';

export const LONGEST_BLOCK_REASON = 300;

/** Whose access it was. */
export type Barred = Readonly<{ kind: 'person' | 'client'; name: string }>;

/**
 * @param whom an e-mail address, a user id or a client_id
 * @param reason shown to the person; null lifts it
 * @returns null when there is nobody of that name
 */
export async function setPartnerAccess(ctx: Ctx, whom: string, reason: string | null): Promise<Barred | null> {
  const told = reason === null ? null : cleanLine(reason, LONGEST_BLOCK_REASON);
  const user = await findUserByEmailOrId(ctx, whom);
  const name = told === null ? 'partner_access.allowed' : 'partner_access.blocked';
  return inTransaction(ctx, async (ctx) => {
    if (user) {
      await setBlockedReason(ctx, user.id, told);
      await appendEvent(ctx, { userId: user.id, name, detail: { reason: told } });
      return { kind: 'person', name: user.email };
    }
    const clientName = await setClientBlockedReason(ctx, whom, told);
    if (clientName === null) return null;
    await appendEvent(ctx, { userId: null, name, clientId: whom, detail: { reason: told } });
    return { kind: 'client', name: clientName };
  });
}

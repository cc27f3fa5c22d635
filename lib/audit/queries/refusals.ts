// Refused authorizations and token requests of a key, for its owner.
import type { Ctx } from '@/lib/db/context';

export type RefusalRow = Readonly<{ id: string; name: string; detail: unknown; at: Date }>;

/** The newest refusals of a key of this owner, whoever tried to connect with it. */
export function listRefusals({ db }: Ctx, ownerId: string, clientId: string, limit: number): Promise<RefusalRow[]> {
  return db.$queryRaw<RefusalRow[]>`
    SELECT e.id::text AS id, e.name, e.detail, e.at FROM audit_events e
    WHERE e.client_id = (SELECT k.id FROM clients k WHERE k.id = ${clientId} AND k.owner_id = ${ownerId})
      AND e.name IN ('authorization.refused', 'token.refused')
    ORDER BY e.id DESC LIMIT ${limit}::int`;
}

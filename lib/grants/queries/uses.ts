// Writes down what clients did: the audit event of each tool call, and when each grant was last used.
import type { AuditEventName } from '@/lib/audit/schema';
import type { Ctx } from '@/lib/db/context';

export type Use = Readonly<{
  userId: string;
  clientId: string;
  grantId: string;
  address: string | null;
  at: Date;
  /** Absent for a request that called no tool. */
  call?: Readonly<{ tool: string; outcome: string; latencyMs: number; arguments: string | null }>;
}>;

const TOOL_CALLED: AuditEventName = 'tool.called';
const LAST_USED_STEP_SECONDS = 60;

/** One statement for any number of uses. `last_used_at` moves at most once a minute per grant: that many writes are enough for people. */
export async function insertUses({ db }: Ctx, uses: readonly Use[]): Promise<void> {
  const rows = uses.map(({ userId, clientId, grantId, address, at, call }) => ({
    user_id: userId,
    client_id: clientId,
    grant_id: grantId,
    address,
    at,
    detail: call && { tool: call.tool, outcome: call.outcome, latency_ms: call.latencyMs, arguments: call.arguments },
  }));
  await db.$executeRaw`
    WITH used AS (
      SELECT * FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        AS row(user_id text, client_id text, grant_id text, address text, at timestamptz(3), detail jsonb)
    ), touched AS (
      UPDATE grants SET last_used_at = latest.at
      FROM (SELECT grant_id, max(at) AS at FROM used GROUP BY grant_id) AS latest
      WHERE grants.id = latest.grant_id
        AND (grants.last_used_at IS NULL OR grants.last_used_at <= latest.at - make_interval(secs => ${LAST_USED_STEP_SECONDS}::int))
    )
    INSERT INTO audit_events (user_id, name, client_id, grant_id, detail, address, at)
    SELECT user_id, ${TOOL_CALLED}, client_id, grant_id, detail, address, at FROM used WHERE detail IS NOT NULL`;
}

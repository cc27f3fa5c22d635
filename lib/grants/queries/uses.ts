// Writes down what clients did: the audit event of each tool call, and when each grant was last used.
import type { AuditEventName } from '@/lib/audit/schema';
import type { Ctx } from '@/lib/db/context';

export type Use = Readonly<{
  userId: string;
  clientId: string;
  grantId: string;
  address: string | null;
  at: Date;
  requestId: string;
  /** Absent for a request that called no tool. */
  call?: Readonly<{ tool: string; outcome: string; latencyMs: number; arguments: string | null }>;
}>;

const TOOL_CALLED: AuditEventName = 'tool.called';
const LAST_USED_STEP_SECONDS = 60;

/**
 * One statement for any number of uses. `last_used_at` moves at most once a minute per grant: that many writes are enough for people.
 * It waits for nothing but the heads of the audit chains, and takes those in one order, so that batches cannot wait for each other: a
 * grant that is being changed just now keeps its time until its next use.
 */
export async function insertUses({ db }: Ctx, uses: readonly Use[]): Promise<void> {
  const rows = uses.map(({ userId, clientId, grantId, address, at, requestId, call }) => ({
    user_id: userId,
    client_id: clientId,
    grant_id: grantId,
    address,
    at,
    detail: call && { tool: call.tool, outcome: call.outcome, latency_ms: call.latencyMs, arguments: call.arguments, requestId },
  }));
  await db.$executeRaw`
    WITH used AS (
      SELECT * FROM ROWS FROM (jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        AS (user_id text, client_id text, grant_id text, address text, at timestamptz(3), detail jsonb)) WITH ORDINALITY
        AS row(user_id, client_id, grant_id, address, at, detail, place)
    ), idle AS (
      SELECT grants.id, latest.at FROM grants JOIN (SELECT grant_id, max(at) AS at FROM used GROUP BY grant_id) AS latest ON grants.id = latest.grant_id
      WHERE grants.last_used_at IS NULL OR grants.last_used_at <= latest.at - make_interval(secs => ${LAST_USED_STEP_SECONDS}::int)
      FOR NO KEY UPDATE OF grants SKIP LOCKED
    ), touched AS (
      UPDATE grants SET last_used_at = idle.at FROM idle WHERE grants.id = idle.id
    )
    INSERT INTO audit_events (user_id, name, client_id, grant_id, detail, address, at)
    SELECT user_id, ${TOOL_CALLED}, client_id, grant_id, detail, address, at FROM used WHERE detail IS NOT NULL
    ORDER BY user_id COLLATE "C", place`;
}

// The one statement behind Allow: grant, code and memory of the consent come into being together with the answer to the request.
import type { Ctx } from '@/lib/db/context';
import { Prisma } from '@/lib/db/generated/client';
import type { Limits } from '@/lib/grants/schema';

export type Decision = Readonly<{
  requestId: string;
  browserHash: string;
  userId: string;
  grantId: string;
  scopes: readonly string[];
  scopeNames: readonly string[];
  accountIds: readonly string[];
  limits: Limits;
  /** Nothing lives beyond it; null for no end. */
  endsAt: Date | null;
  codeHash: string;
  /** The code is for our own fixed callback, which spends it and forwards; it is worth nothing at the token endpoint. */
  isForwarded: boolean;
  codeExpiresAt: Date;
  /** The request's redirect URI without a loopback port. */
  rememberedUri: string;
  memory:
    | Readonly<{ kind: 'remember'; scopes: readonly string[] }>
    /** Answered from memory: counts only while the consent still stands. */
    | Readonly<{ kind: 'repeat'; requested: readonly string[] }>;
}>;

/**
 * Guarantees: `answered` takes the row lock and sets answered_at only while it is null, so of any number of Allows and Denies exactly one
 * goes through (a waiting one re-reads the row after the lock); every insert selects from `answered`, so all of them happen or none.
 * The finer rules come from what was remembered last of this client, whatever its address then: connecting again shakes nothing off.
 * From memory nothing is answered while a connection of the client is paused: that one would go on under a new name.
 * @returns false when the request was answered, expired or belongs to another browser, or the remembered consent was withdrawn or is held up
 */
export async function recordDecision(ctx: Ctx, decision: Decision): Promise<boolean> {
  const now = ctx.now();
  const { limits, memory } = decision;
  const stillStands =
    memory.kind === 'remember'
      ? Prisma.empty
      : Prisma.sql`AND EXISTS (SELECT 1 FROM consents k WHERE k.user_id = ${decision.userId} AND k.client_id = authorization_requests.client_id
          AND k.redirect_uri = ${decision.rememberedUri} AND k.resource = authorization_requests.resource
          AND ${[...memory.requested]}::text[] <@ k.scopes)
        AND NOT EXISTS (SELECT 1 FROM grants p WHERE p.user_id = ${decision.userId} AND p.client_id = authorization_requests.client_id
          AND p.paused_at IS NOT NULL AND p.revoked_at IS NULL AND (p.ends_at IS NULL OR p.ends_at > ${now}::timestamptz))`;
  const values = Prisma.sql`${[...decision.accountIds]}::text[], ${limits.maxOrderValue}::numeric, ${limits.maxDailyValue}::numeric,
        ${limits.maxOrdersPerDay}::int, ${limits.approvalAbove}::numeric, ${decision.endsAt}::timestamptz, ${now}::timestamptz,
        (SELECT k.trade_rules FROM consents k WHERE k.user_id = ${decision.userId} AND k.client_id = answered.client_id
          ORDER BY k.granted_at DESC LIMIT 1)`;
  const remembered =
    memory.kind === 'repeat'
      ? Prisma.empty
      : Prisma.sql`, remembered AS (
      INSERT INTO consents (user_id, client_id, redirect_uri, resource, scopes,
        account_ids, max_order_value, max_daily_value, max_orders_per_day, approval_above, ends_at, granted_at, trade_rules)
      SELECT ${decision.userId}, client_id, ${decision.rememberedUri}, resource, ${[...memory.scopes]}::text[], ${values} FROM answered
      ON CONFLICT (user_id, client_id, redirect_uri, resource) DO UPDATE SET
        scopes = EXCLUDED.scopes, account_ids = EXCLUDED.account_ids, max_order_value = EXCLUDED.max_order_value,
        max_daily_value = EXCLUDED.max_daily_value, max_orders_per_day = EXCLUDED.max_orders_per_day,
        approval_above = EXCLUDED.approval_above, ends_at = EXCLUDED.ends_at, granted_at = EXCLUDED.granted_at
    )`;
  const coded = decision.isForwarded
    ? Prisma.sql`INSERT INTO gateway_hops (code_hash, request_id, grant_id, expires_at)
      SELECT ${decision.codeHash}, id, ${decision.grantId}, ${decision.codeExpiresAt}::timestamptz FROM answered`
    : Prisma.sql`INSERT INTO authorization_codes (code_hash, grant_id, client_id, redirect_uri, code_challenge, resource, expires_at)
      SELECT ${decision.codeHash}, ${decision.grantId}, client_id, redirect_uri, code_challenge, resource,
        ${decision.codeExpiresAt}::timestamptz FROM answered`;
  const answered = await ctx.db.$queryRaw<{ id: string }[]>`
    WITH answered AS (
      UPDATE authorization_requests SET answered_at = ${now}::timestamptz
      WHERE id = ${decision.requestId} AND browser_hash = ${decision.browserHash}
        AND answered_at IS NULL AND expires_at > ${now}::timestamptz ${stillStands}
      RETURNING id, client_id, redirect_uri, resource, code_challenge
    ), granted AS (
      INSERT INTO grants (id, user_id, client_id, redirect_uri, resource, scopes, scope_names,
        account_ids, max_order_value, max_daily_value, max_orders_per_day, approval_above, ends_at, created_at, trade_rules)
      SELECT ${decision.grantId}, ${decision.userId}, client_id, redirect_uri, resource,
        ${[...decision.scopes]}::text[], ${[...decision.scopeNames]}::text[], ${values} FROM answered
    ), coded AS (
      ${coded}
    )${remembered}
    SELECT id FROM answered`;
  return answered.length === 1;
}

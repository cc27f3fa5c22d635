// What a connection may do at this moment, held fast until the transaction ends: the live grant, its person, the account and the stops.
import type { Ctx } from '@/lib/db/context';

export type Authority = Readonly<{
  scopes: string[];
  accountIds: string[];
  clientKind: string;
  /** How far the key reaches; null for a client without a ceiling. */
  ceiling: string[] | null;
  isClientGone: boolean;
  isRevoked: boolean;
  isEnded: boolean;
  isPaused: boolean;
  /** The operator barred the person or the client from partner access. */
  isBlocked: boolean;
  plan: string | null;
  maxOrderValue: string | null;
  maxDailyValue: string | null;
  maxOrdersPerDay: number | null;
  approvalAbove: string | null;
  personApprovalAbove: string | null;
  tradeRules: unknown;
}>;

/**
 * The connection with its person, locked: revoking, pausing, narrowing and changing limits wait for this transaction or are seen by it, and
 * so does a stop of the person. Claims of one connection come one after the other. Null when there is none.
 */
export async function lockAuthority({ db, now }: Ctx, userId: string, grantId: string): Promise<Authority | null> {
  const [row] = await db.$queryRaw<Authority[]>`
    SELECT g.scopes, g.account_ids AS "accountIds", k.kind AS "clientKind",
      CASE WHEN k.kind NOT IN ('dynamic', 'metadata') THEN k.scopes END AS ceiling,
      (k.disabled_at IS NOT NULL OR k.deleted_at IS NOT NULL) AS "isClientGone",
      (g.revoked_at IS NOT NULL OR g.activated_at IS NULL) AS "isRevoked",
      COALESCE(g.ends_at <= ${now()}::timestamptz, FALSE) AS "isEnded", g.paused_at IS NOT NULL AS "isPaused",
      COALESCE(u.partner_access_blocked_reason, k.partner_access_blocked_reason) IS NOT NULL AS "isBlocked", u.plan,
      g.max_order_value::text AS "maxOrderValue", g.max_daily_value::text AS "maxDailyValue", g.max_orders_per_day AS "maxOrdersPerDay",
      g.approval_above::text AS "approvalAbove", u.approval_above::text AS "personApprovalAbove", g.trade_rules AS "tradeRules"
    FROM grants g JOIN clients k ON k.id = g.client_id JOIN users u ON u.id = g.user_id
    WHERE g.id = ${grantId} AND g.user_id = ${userId}
    FOR UPDATE OF g FOR SHARE OF u`;
  return row ?? null;
}

export type AccountState = Readonly<{ tradingEnabled: boolean; status: string }>;

/** The account's switch and status, locked: trades of one account are judged one after the other. Null when the person has no such account. */
export async function lockAccount({ db }: Pick<Ctx, 'db'>, userId: string, accountId: string): Promise<AccountState | null> {
  const [row] = await db.$queryRaw<AccountState[]>`
    SELECT trading_enabled AS "tradingEnabled", status FROM accounts WHERE id = ${accountId} AND user_id = ${userId} FOR NO KEY UPDATE`;
  return row ?? null;
}

/** The rules as they are now, unlocked: only to know what has to be fetched for the judgement. */
export async function findTradeRules({ db }: Pick<Ctx, 'db'>, userId: string, grantId: string): Promise<unknown> {
  const row = await db.grant.findFirst({ where: { id: grantId, userId }, select: { tradeRules: true } });
  return row?.tradeRules ?? null;
}

// Hops: our own codes on their way through the fixed callback. They are made in lib/oauth/queries/decisions.ts, together with the grant.
import type { Ctx } from '@/lib/db/context';

export type Claim = Readonly<{
  codeHash: string;
  /** The request the code answers: `state` on our own leg. */
  requestId: string;
  browserHash: string;
  /** Our own callback, which is no destination. */
  ownCallback: string;
  newCodeHash: string;
  newCodeExpiresAt: Date;
}>;

/** Where the stored request leads. */
export type Destination = Readonly<{ redirectUri: string; state: string | null }>;

/**
 * Spends the hop and makes the platform's code, or changes nothing. One statement, so its guarantee is the row lock's: of any number of
 * arrivals one sees claimed_at still null. The new code is bound to what the platform sent when it began: client, redirect URI and PKCE
 * challenge come from the stored request, nothing from the arrival. Without a destination the hop is spent and no code made.
 */
export async function claimHop({ db, now }: Ctx, claim: Claim): Promise<Destination | null> {
  const at = now();
  const [destination] = await db.$queryRaw<Destination[]>`
    WITH claimed AS (
      UPDATE gateway_hops h SET claimed_at = ${at}::timestamptz
      FROM authorization_requests r
      WHERE h.code_hash = ${claim.codeHash} AND h.claimed_at IS NULL AND h.expires_at > ${at}::timestamptz
        AND r.id = h.request_id AND r.id = ${claim.requestId} AND r.browser_hash = ${claim.browserHash}
      RETURNING h.grant_id, r.client_id, r.redirect_uri, r.state, r.code_challenge, r.resource
    ), coded AS (
      INSERT INTO authorization_codes (code_hash, grant_id, client_id, redirect_uri, code_challenge, resource, expires_at)
      SELECT ${claim.newCodeHash}, grant_id, client_id, redirect_uri, code_challenge, resource, ${claim.newCodeExpiresAt}::timestamptz
      FROM claimed WHERE redirect_uri <> ${claim.ownCallback}
    )
    SELECT redirect_uri AS "redirectUri", state FROM claimed`;
  return destination ?? null;
}

export type FoundHop = Readonly<{ requestId: string; claimedAt: Date | null; expiresAt: Date; request: { browserHash: string } }>;

/** Whose request it is. */
export async function findClientOfRequest({ db }: Ctx, requestId: string): Promise<{ id: string; ownerId: string | null } | null> {
  const request = await db.authorizationRequest.findUnique({
    where: { id: requestId },
    select: { client: { select: { id: true, ownerId: true } } },
  });
  return request?.client ?? null;
}

/** The hop as it is, to say why it could not be spent. */
export function findHop({ db }: Ctx, codeHash: string): Promise<FoundHop | null> {
  return db.gatewayHop.findUnique({
    where: { codeHash },
    select: { requestId: true, claimedAt: true, expiresAt: true, request: { select: { browserHash: true } } },
  });
}

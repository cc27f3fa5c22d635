import { ProofInput } from '@/lib/identity/proof-schema';
import { proofWays, proveRecentSignIn } from '@/lib/identity/prove-recent-sign-in';
import { portal, portalWithoutBody } from '@/lib/web/portal';

/** What the person can prove with that it is them. */
export const GET = portalWithoutBody((ctx, user) => proofWays(ctx, user.id));

/** Takes the proof; what asked for it can then be repeated. */
export const POST = portal(ProofInput, (ctx, user, proof) => proveRecentSignIn(ctx, user, proof));

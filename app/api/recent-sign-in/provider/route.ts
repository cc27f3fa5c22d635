import { Refused } from '@/lib/core/errors';
import { routes } from '@/lib/core/routes';
import { ProofAtProvider } from '@/lib/identity/proof-schema';
import { localPath } from '@/lib/web/continue';
import { portalForAnyone } from '@/lib/web/portal';
import { leadToProvider } from '@/lib/web/provider';
import { findSignedInUser } from '@/lib/web/session';

/** Leads to the identity provider, which asks again in any case, and back to the page. */
export const POST = portalForAnyone(ProofAtProvider, async (ctx, request, { target }) => {
  const user = await findSignedInUser(ctx, request);
  if (!user) throw new Refused('You are signed out. Sign in and try again.');
  return leadToProvider(ctx, request, { userId: user.id, isProof: true, target: localPath(target) ?? routes.home() });
});

import { z } from 'zod';
import { Refused } from '@/lib/core/errors';
import { routes } from '@/lib/core/routes';
import { disconnectProvider } from '@/lib/identity/provider';
import { requireRecentSignIn } from '@/lib/identity/recent-sign-in';
import { portalForAnyone, portalWithoutBody } from '@/lib/web/portal';
import { leadToProvider } from '@/lib/web/provider';
import { findSignedInUser } from '@/lib/web/session';

/** Begins to join the provider to the account: answers where the browser goes. */
export const POST = portalForAnyone(z.object({}), async (ctx, request) => {
  const user = await findSignedInUser(ctx, request);
  if (!user) throw new Refused('You are signed out. Sign in and try again.');
  await requireRecentSignIn(ctx, user);
  return leadToProvider(ctx, request, { userId: user.id, isProof: false, target: routes.account() });
});

export const DELETE = portalWithoutBody((ctx, user) => disconnectProvider(ctx, user.id));

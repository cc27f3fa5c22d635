import { z } from 'zod';
import { Refused } from '@/lib/core/errors';
import { json } from '@/lib/core/http';
import { routes } from '@/lib/core/routes';
import { beginProviderSignIn, disconnectProvider } from '@/lib/identity/provider';
import { ProviderFailed } from '@/lib/identity/provider-client';
import { requireRecentSignIn } from '@/lib/identity/recent-sign-in';
import { newBrowserBinding, readBrowserBinding } from '@/lib/web/browser-binding';
import { portalForAnyone, portalWithoutBody } from '@/lib/web/portal';
import { findSignedInUser } from '@/lib/web/session';

/** Begins to join the provider to the account: answers where the browser goes. */
export const POST = portalForAnyone(z.object({}), async (ctx, request) => {
  const user = await findSignedInUser(ctx, request);
  if (!user) throw new Refused('You are signed out. Sign in and try again.');
  await requireRecentSignIn(ctx, user);
  const existing = readBrowserBinding(ctx, request);
  const { hash, setCookie } = existing ? { hash: existing.hash, setCookie: null } : newBrowserBinding(ctx);
  try {
    const url = await beginProviderSignIn(ctx, hash, { userId: user.id, target: routes.account() }, true);
    return json({ url }, 200, setCookie === null ? {} : { 'set-cookie': setCookie });
  } catch (thrown) {
    if (!(thrown instanceof ProviderFailed)) throw thrown;
    ctx.log.warn('provider.failed', { reason: thrown.message });
    throw new Refused('The identity provider does not answer right now. Try again later.');
  }
});

export const DELETE = portalWithoutBody((ctx, user) => disconnectProvider(ctx, user.id));

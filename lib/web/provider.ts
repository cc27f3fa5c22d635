// Leads a signed-in person from a page of the portal to the identity provider and back.
import { Refused } from '@/lib/core/errors';
import { json } from '@/lib/core/http';
import type { Ctx } from '@/lib/db/context';
import { beginProviderSignIn } from '@/lib/identity/provider';
import { ProviderFailed } from '@/lib/identity/provider-client';
import type { WaitingSignIn } from '@/lib/identity/queries/provider';
import { newBrowserBinding, readBrowserBinding } from './browser-binding';

/** Answers where the browser goes. @throws Refused while the provider does not answer, NotFound where there is none */
export async function leadToProvider(ctx: Ctx, request: Request, waiting: WaitingSignIn): Promise<Response> {
  const existing = readBrowserBinding(ctx, request);
  const { hash, setCookie } = existing ? { hash: existing.hash, setCookie: null } : newBrowserBinding(ctx);
  try {
    const url = await beginProviderSignIn(ctx, hash, waiting, waiting.isProof ? 'now' : 'recent');
    return json({ url }, 200, setCookie === null ? {} : { 'set-cookie': setCookie });
  } catch (thrown) {
    if (!(thrown instanceof ProviderFailed)) throw thrown;
    ctx.log.warn('provider.failed', { reason: thrown.message });
    throw new Refused('The identity provider does not answer right now. Try again later.');
  }
}

// The page of a refused authorization: 4xx at the address itself, never a redirect (AZ-1).
import { RefusalPage } from '@/components/consent/refusal-page';
import { routes } from '@/lib/core/routes';
import type { Ctx } from '@/lib/db/context';
import type { Refusal, RefusalKind } from '@/lib/oauth/schema';
import { withContinue } from '@/lib/web/continue';
import { findSignedInUser } from '@/lib/web/session';
import { standalonePage } from './standalone';

const STATUS: Partial<Record<RefusalKind, number>> = { owner_only: 403, other_browser: 403, form_outdated: 403, request_unknown: 404 };

export async function refusalPage(ctx: Ctx, request: Request, refusal: Refusal): Promise<Response> {
  ctx.log.warn('oauth.refused', { reason: refusal.kind });
  const props = {
    refusal,
    brandName: ctx.settings.brandName,
    switchHref: 'requestId' in refusal ? switchAccountHref(refusal.requestId) : routes.signIn(),
    isOwner: refusal.kind === 'redirect_uri_mismatch' && (await isSignedIn(ctx, request, refusal.ownerId)),
  };
  return standalonePage(ctx, request, { title: 'Not connected', status: STATUS[refusal.kind] ?? 400 }, <RefusalPage {...props} />);
}

async function isSignedIn(ctx: Ctx, request: Request, ownerId: string | null): Promise<boolean> {
  return ownerId !== null && (await findSignedInUser(ctx, request))?.id === ownerId;
}

/** "Switch account": signing in as somebody else and coming back to the same request. */
export function switchAccountHref(requestId: string): string {
  return withContinue(routes.signIn(), { target: routes.consent(requestId), isSwitch: true });
}

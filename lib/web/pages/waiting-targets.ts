// Where a sign-in form may end up: signing in can lead through /oauth/consent straight to the client, when the consent is remembered, and
// Chromium applies the form's form-action to that redirect as well.
import { formTarget } from '@/lib/clients/redirect-uri';
import { routes } from '@/lib/core/routes';
import type { Ctx } from '@/lib/db/context';
import { isRequestId } from '@/lib/oauth/open-request';
import { findRequest } from '@/lib/oauth/queries/requests';
import { readBrowserBinding } from '@/lib/web/browser-binding';

/** @param target the local path to continue at */
export async function waitingTargets(ctx: Ctx, request: Request, target: string): Promise<readonly string[]> {
  const prefix = routes.consent('');
  if (!target.startsWith(prefix)) return [];
  const id = target.slice(prefix.length);
  const waiting = isRequestId(id) ? await findRequest(ctx, id) : null;
  return waiting && waiting.browserHash === readBrowserBinding(ctx, request)?.hash ? [formTarget(waiting.redirectUri)] : [];
}

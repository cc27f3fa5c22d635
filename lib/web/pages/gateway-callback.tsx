// GET /auth/callback (contract §4): the gateway's fixed callback.
import { CallbackProblemPage, ForwardPage } from '@/components/gateway/callback-page';
import { destinationOf } from '@/lib/clients/redirect-uri';
import { readQuery } from '@/lib/core/http';
import { receiveCallback } from '@/lib/gateway/callback';
import type { CallbackProblem } from '@/lib/gateway/schema';
import { readBrowserBinding } from '@/lib/web/browser-binding';
import { pageEndpoint, standalonePage, wrongMethodPage } from './standalone';

const STATUS: Partial<Record<CallbackProblem, number>> = { nothing_sent: 200, denied: 200, other_browser: 403 };

export const gatewayCallbackPage = pageEndpoint(async (ctx, request) => {
  if (request.method !== 'GET') return wrongMethodPage(ctx, request, 'GET');
  const outcome = await receiveCallback(ctx, readQuery(request), readBrowserBinding(ctx, request)?.hash ?? null);
  if (outcome.kind === 'page') {
    const { problem } = outcome;
    ctx.log.warn('gateway.not_forwarded', { reason: problem });
    return standalonePage(
      ctx,
      request,
      { title: 'Not connected', status: STATUS[problem] ?? 400 },
      <CallbackProblemPage problem={problem} />,
    );
  }
  const { location, redirectUri } = outcome;
  const headers = { location, 'referrer-policy': 'no-referrer' }; // the address holds a code
  return standalonePage(
    ctx,
    request,
    { title: 'Connected', status: 303, headers },
    <ForwardPage host={destinationOf(redirectUri)} href={location} />,
  );
});

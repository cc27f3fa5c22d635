// GET /oauth/authorize: stores the request, bound to this browser, and hands over to the dispatcher at /oauth/consent.
import { seeOther } from '@/lib/core/http';
import { routes } from '@/lib/core/routes';
import { authorize } from '@/lib/oauth/authorize';
import { newBrowserBinding, readBrowserBinding } from '@/lib/web/browser-binding';
import { refusalPage } from './refusal';
import { pageEndpoint, wrongMethodPage } from './standalone';

export const authorizePage = pageEndpoint(async (ctx, request) => {
  if (request.method !== 'GET') return wrongMethodPage(ctx, request, 'GET');
  const known = readBrowserBinding(ctx, request);
  const fresh = known ? null : newBrowserBinding(ctx);
  const outcome = await authorize(ctx, new URL(request.url).searchParams, (known ?? fresh)?.hash ?? '');
  switch (outcome.kind) {
    case 'refused':
      return refusalPage(ctx, request, outcome.refusal);
    case 'redirect':
      return seeOther(outcome.location);
    case 'waiting':
      return seeOther(routes.consent(outcome.requestId), fresh ? [['set-cookie', fresh.setCookie]] : []);
  }
});

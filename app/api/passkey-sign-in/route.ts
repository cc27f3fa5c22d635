import { NO_STORE } from '@/lib/core/http';
import { PasskeyAssertion } from '@/lib/identity/passkey-schema';
import { checkPasskey } from '@/lib/identity/passkeys';
import { signInBrowser } from '@/lib/web/pages/browser-session';
import { portalForAnyone } from '@/lib/web/portal';

export const POST = portalForAnyone(PasskeyAssertion, async (ctx, request, assertion) => {
  const user = await checkPasskey(ctx, assertion);
  return new Response(null, { status: 204, headers: { ...NO_STORE, 'set-cookie': await signInBrowser(ctx, request, user.id) } });
});

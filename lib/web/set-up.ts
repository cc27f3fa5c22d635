// The one-time set-up code: lets the operator make the first account where sign-up is closed (contract §2, SIGN_UP).

import type { RootCtx } from '@/lib/db/context';
import { hasAnyUser } from '@/lib/identity/queries/users';
import { setUpCode } from '@/lib/identity/set-up-code';

/** The line that tells the operator the code, while there is no account. */
export async function announceSetUpCode(ctx: RootCtx): Promise<string | null> {
  if (ctx.settings.signUp === 'open' || (await hasAnyUser(ctx))) return null;
  return `Create the first account at ${ctx.settings.appUrl}/sign-up with the set-up code ${setUpCode(ctx)}`;
}

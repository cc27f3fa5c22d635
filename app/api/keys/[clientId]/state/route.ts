import { KeyState } from '@/lib/clients/key-schema';
import { setKeyDisabled } from '@/lib/clients/update';
import { checkKeysAreOn } from '@/lib/web/keys';
import { portal } from '@/lib/web/portal';

export const PATCH = portal(KeyState, async (ctx, user, { isDisabled }, { clientId = '' }) => {
  checkKeysAreOn(ctx);
  return setKeyDisabled(ctx, user.id, clientId, isDisabled);
});

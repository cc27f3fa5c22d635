import { SecretRotation } from '@/lib/clients/key-schema';
import { rotateSecret } from '@/lib/clients/rotate';
import { checkKeysAreOn } from '@/lib/web/keys';
import { portal } from '@/lib/web/portal';

export const POST = portal(SecretRotation, async (ctx, user, input, { clientId = '' }) => {
  checkKeysAreOn(ctx);
  return rotateSecret(ctx, user.id, clientId, input);
});

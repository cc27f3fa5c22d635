import { createKey } from '@/lib/clients/create';
import { NewKey } from '@/lib/clients/key-schema';
import { listKeys } from '@/lib/clients/queries/keys';
import { checkKeysAreOn } from '@/lib/web/keys';
import { portal, portalWithoutBody } from '@/lib/web/portal';

export const GET = portalWithoutBody(async (ctx, user) => {
  checkKeysAreOn(ctx);
  return listKeys(ctx, user.id);
});

export const POST = portal(NewKey, async (ctx, user, input) => {
  checkKeysAreOn(ctx);
  return createKey(ctx, user.id, input);
});

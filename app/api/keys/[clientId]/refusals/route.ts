import { keyNotFound } from '@/lib/clients/key-errors';
import { findKey } from '@/lib/clients/queries/keys';
import { refusalsOfKey } from '@/lib/web/key-refusals';
import { checkKeysAreOn } from '@/lib/web/keys';
import { portalWithoutBody } from '@/lib/web/portal';

export const GET = portalWithoutBody(async (ctx, user, { clientId = '' }) => {
  checkKeysAreOn(ctx);
  const key = await findKey(ctx, user.id, clientId);
  if (!key) throw keyNotFound();
  return refusalsOfKey(ctx, user.id, key);
});

import { deleteKey } from '@/lib/clients/delete';
import { keyNotFound } from '@/lib/clients/key-errors';
import { KeyChanges } from '@/lib/clients/key-schema';
import { findKey } from '@/lib/clients/queries/keys';
import { updateKey } from '@/lib/clients/update';
import { checkKeysAreOn } from '@/lib/web/keys';
import { portal, portalWithoutBody } from '@/lib/web/portal';

export const GET = portalWithoutBody(async (ctx, user, { clientId = '' }) => {
  checkKeysAreOn(ctx);
  const key = await findKey(ctx, user.id, clientId);
  if (!key) throw keyNotFound();
  return key;
});

export const PATCH = portal(KeyChanges, async (ctx, user, changes, { clientId = '' }) => {
  checkKeysAreOn(ctx);
  return updateKey(ctx, user.id, clientId, changes);
});

export const DELETE = portalWithoutBody(async (ctx, user, { clientId = '' }) => {
  checkKeysAreOn(ctx);
  return deleteKey(ctx, user.id, clientId);
});

// Changing a key: name, redirect URIs and permissions, and whether it may be used at all.
import { appendEvent } from '@/lib/audit/queries/events';
import { Refused } from '@/lib/core/errors';
import { type Ctx, inTransaction } from '@/lib/db/context';
import { isGatewayKey } from './gateway-key';
import { keyNotFound } from './key-errors';
import { checkKeyRedirectUris, checkPlatformCallbacks } from './key-redirect-uris';
import type { KeyChanges, KeyDetails } from './key-schema';
import { changeKey, findKey, setDisabled } from './queries/keys';

/**
 * Changes what is given and leaves the rest. Permissions taken away end for every connection at once, because each request
 * is checked against the key (contract §4: the key is a ceiling).
 * @throws NotFound when this owner has no such key, Refused for a redirect URI that cannot be used
 */
export async function updateKey(ctx: Ctx, ownerId: string, clientId: string, changes: KeyChanges): Promise<KeyDetails> {
  const { redirectUris, platformCallbacks } = changes;
  const checked = {
    ...changes,
    ...(redirectUris && { redirectUris: checkKeyRedirectUris(ctx, redirectUris) }),
    ...(platformCallbacks && { platformCallbacks: checkPlatformCallbacks(ctx, platformCallbacks) }),
  };
  return inTransaction(ctx, async (ctx) => {
    const before = await changeKey(ctx, ownerId, clientId, checked);
    if (!before) throw keyNotFound();
    if (platformCallbacks?.length && !isGatewayKey(ctx.settings, checked.redirectUris ?? before.redirectUris)) {
      throw new Refused(
        'Only a key with the gateway callback forwards to platforms. Set that as its redirect URI first.',
        'platformCallbacks',
      );
    }
    const { scopes } = checked;
    await appendEvent(ctx, {
      userId: ownerId,
      name: 'key.updated',
      clientId,
      detail: {
        keyName: checked.name ?? before.name,
        changed: Object.keys(checked),
        permissionsAdded: scopes?.filter((id) => !before.scopes.includes(id)) ?? [],
        permissionsRemoved: scopes ? before.scopes.filter((id) => !scopes.some((kept) => kept === id)) : [],
      },
    });
    return existingKey(ctx, ownerId, clientId);
  });
}

/**
 * Disables or enables a key. While disabled it opens no connection and its connections get no answer; enabling brings them back.
 * @throws NotFound when this owner has no such key
 */
export async function setKeyDisabled(ctx: Ctx, ownerId: string, clientId: string, isDisabled: boolean): Promise<KeyDetails> {
  return inTransaction(ctx, async (ctx) => {
    const hasChanged = await setDisabled(ctx, ownerId, clientId, isDisabled);
    const key = await existingKey(ctx, ownerId, clientId);
    if (hasChanged) {
      const name = isDisabled ? 'key.disabled' : 'key.enabled';
      await appendEvent(ctx, { userId: ownerId, name, clientId, detail: { keyName: key.name, connections: key.connections } });
    }
    return key;
  });
}

async function existingKey(ctx: Ctx, ownerId: string, clientId: string): Promise<KeyDetails> {
  const key = await findKey(ctx, ownerId, clientId);
  if (!key) throw keyNotFound();
  return key;
}

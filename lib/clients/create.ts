// Making a key: a static OAuth client that its owner pastes into an AI client.
import { appendEvent } from '@/lib/audit/queries/events';
import { newId, newToken, sha256 } from '@/lib/core/crypto';
import { Refused } from '@/lib/core/errors';
import { type Ctx, inTransaction } from '@/lib/db/context';
import { isGatewayKey } from './gateway-key';
import { checkKeyRedirectUris } from './key-redirect-uris';
import { type CreatedKey, KEYS_PER_PERSON, type NewKey } from './key-schema';
import { countKeysInTurn, findKey, insertKey } from './queries/keys';

/**
 * Makes a key for its owner. The secret of a confidential one is in the answer and nowhere else.
 * @throws Refused for a redirect URI that cannot be used, or when the owner has reached the limit of keys
 */
export async function createKey(ctx: Ctx, ownerId: string, input: NewKey): Promise<CreatedKey> {
  const redirectUris = checkKeyRedirectUris(ctx, input.redirectUris);
  const isOwnerOnly = input.isOwnerOnly ?? isGatewayKey(ctx.settings, redirectUris);
  const clientSecret = input.isConfidential ? newToken(ctx, 'cc_cs') : null;
  const id = newId(ctx, 'key');
  const key = await inTransaction(ctx, async (ctx) => {
    if ((await countKeysInTurn(ctx, ownerId)) >= KEYS_PER_PERSON) throw tooManyKeys();
    await insertKey(ctx, {
      ...input,
      isOwnerOnly,
      id,
      ownerId,
      redirectUris,
      secretHash: clientSecret === null ? null : sha256(clientSecret),
    });
    await appendEvent(ctx, {
      userId: ownerId,
      name: 'key.created',
      clientId: id,
      detail: { keyName: input.name, scopes: input.scopes, isConfidential: input.isConfidential },
    });
    return findKey(ctx, ownerId, id);
  });
  if (!key) throw new Error('A key vanished while it was made.');
  return { key, clientSecret };
}

function tooManyKeys(): Refused {
  return new Refused(`You have ${KEYS_PER_PERSON} keys, the most one account can hold. Delete one you no longer use.`);
}

// Making a partner API key or a personal access token.
import { appendEvent } from '@/lib/audit/queries/events';
import { newId, newToken, sha256 } from '@/lib/core/crypto';
import { Refused } from '@/lib/core/errors';
import { type Ctx, inTransaction } from '@/lib/db/context';
import { NO_LIMITS } from '@/lib/grants/schema';
import { canTrade } from '@/lib/grants/scopes';
import { suggestedLimits } from '@/lib/grants/suggested-limits';
import { resources } from '@/lib/oauth/schema';
import { countAccessKeysInTurn, insertAccessKey, ownAccounts } from './queries/keys';
import { ACCESS_KEYS_PER_PERSON, type AccessKeyKind, type NewAccessKey } from './schema';
import { TOKEN_KINDS } from './verify';

const ID_PREFIX: Readonly<Record<AccessKeyKind, string>> = { partner_key: 'pky', personal_token: 'pat', url_token: 'put' };
const DAY_MS = 86_400_000;

/**
 * The token is in the answer and nowhere else. A key that may trade begins with the suggested limits. A partner key is for MCP, a personal access token for the REST API; neither works at the other.
 * @throws Refused for a kind that is switched off, for an account that is not the person's, or when the person has reached the limit
 */
export async function createAccessKey(
  ctx: Ctx,
  ownerId: string,
  input: NewAccessKey,
): Promise<{ id: string; token: string; expiresAt: Date }> {
  const { kind, name, scopes, lifeDays } = input;
  if (kind === 'url_token' && !ctx.settings.urlTokens) throw new Refused('Addresses with a token are switched off here.', 'kind');
  const accounts = await ownAccounts(ctx, ownerId, input.accountIds);
  const accountIds = accounts.map(({ id }) => id);
  const limits = canTrade(scopes) ? suggestedLimits(accounts) : NO_LIMITS;
  if (accountIds.length < new Set(input.accountIds).size) throw new Refused('Choose among your own accounts.', 'accountIds');
  const id = newId(ctx, ID_PREFIX[kind]);
  const token = newToken(ctx, TOKEN_KINDS[kind]);
  const expiresAt = new Date(ctx.now().getTime() + lifeDays * DAY_MS);
  const { mcp, api } = resources(ctx.settings);
  const resource = kind === 'personal_token' ? api : mcp;
  const grantId = newId(ctx, 'grt');
  await inTransaction(ctx, async (ctx) => {
    if ((await countAccessKeysInTurn(ctx, ownerId)) >= ACCESS_KEYS_PER_PERSON) throw tooMany();
    const grant = { grantId, resource, scopes, accountIds, limits };
    await insertAccessKey(ctx, { id, kind, ownerId, name, ...grant, tokenHash: sha256(token), expiresAt });
    const detail = { kind, keyName: name, scopes, expiresAt: expiresAt.toISOString() };
    await appendEvent(ctx, { userId: ownerId, name: 'access_key.created', clientId: id, grantId, detail });
  });
  return { id, token, expiresAt };
}

function tooMany(): Refused {
  return new Refused(`You have ${ACCESS_KEYS_PER_PERSON} access tokens, the most one account can hold. Revoke one you no longer use.`);
}

// What a platform does with its users, by its own credentials. The owner's page does the same.
import { z } from 'zod';
import { revokeMints } from '@/lib/embedding/mint';
import { listPlatformUsers } from '@/lib/embedding/queries/users';
import { NewPlatformUser, type PlatformUser } from '@/lib/embedding/schema';
import { addPlatformUser, platformUser, rotateUserSecret, setPlatformUserDisabled } from '@/lib/embedding/users';
import { cutPage, readCursor } from '@/lib/rest/cursor';
import { platformOperation } from '@/lib/rest/define-operation';
import { PageQuery, pageOf, TimeOut } from '@/lib/rest/schema';

const NoQuery = z.strictObject({});
const NoBody = z.unknown();

const UserOut = z
  .strictObject({ user_id: z.string(), name: z.string(), is_disabled: z.boolean(), created_at: TimeOut })
  .meta({ id: 'PlatformUser' });

const SecretOut = z.string().describe('Readable in this answer and never again.');

const toOutput = ({ id, name, isDisabled, createdAt }: PlatformUser): z.input<typeof UserOut> => ({
  user_id: id,
  name,
  is_disabled: isDisabled,
  created_at: createdAt.toISOString(),
});

export const listUsers = platformOperation({
  method: 'GET',
  path: '/api/v1/platform/users',
  id: 'listPlatformUsers',
  summary: 'Users of the platform, newest first',
  query: z.strictObject(PageQuery),
  body: NoBody,
  response: pageOf(UserOut),
  async run(ctx, { id }, { query: { limit, cursor } }) {
    const { rows, nextCursor } = cutPage(await listPlatformUsers(ctx, id, limit + 1, readCursor(cursor)), limit);
    return { data: rows.map(toOutput), next_cursor: nextCursor };
  },
});

export const addUser = platformOperation({
  method: 'POST',
  path: '/api/v1/platform/users',
  id: 'addPlatformUser',
  summary: 'Add a user',
  description:
    'The user is an account of its own, with a paper account, that nobody signs in to. Keep the secret: it mints tokens for this user.',
  query: NoQuery,
  body: NewPlatformUser,
  response: z.strictObject({ user_id: z.string(), user_secret: SecretOut, name: z.string() }),
  status: 201,
  async run(ctx, platform, { body }) {
    const { userId, userSecret } = await addPlatformUser(ctx, platform, body, ctx.broker.openAccounts);
    return { user_id: userId, user_secret: userSecret, name: body.name };
  },
});

export const getUser = platformOperation({
  method: 'GET',
  path: '/api/v1/platform/users/{user_id}',
  id: 'getPlatformUser',
  summary: 'One user',
  query: NoQuery,
  body: NoBody,
  response: UserOut,
  run: async (ctx, platform, { params: { user_id = '' } }) => toOutput(await platformUser(ctx, platform, user_id)),
});

export const changeUser = platformOperation({
  method: 'PATCH',
  path: '/api/v1/platform/users/{user_id}',
  id: 'changePlatformUser',
  summary: 'Disable or enable a user',
  description: 'Disabling ends every token of the user with the next request.',
  query: NoQuery,
  body: z.strictObject({ is_disabled: z.boolean('Send true or false.') }),
  response: UserOut,
  async run(ctx, platform, { params: { user_id = '' }, body }) {
    await setPlatformUserDisabled(ctx, platform, user_id, body.is_disabled);
    return toOutput(await platformUser(ctx, platform, user_id));
  },
});

export const rotateSecret = platformOperation({
  method: 'POST',
  path: '/api/v1/platform/users/{user_id}/secret',
  id: 'rotatePlatformUserSecret',
  summary: 'A new secret for a user',
  description: 'The secret before stops at once; tokens that were minted go on.',
  query: NoQuery,
  body: NoBody,
  response: z.strictObject({ user_id: z.string(), user_secret: SecretOut }),
  async run(ctx, platform, { params: { user_id = '' } }) {
    const { userSecret } = await rotateUserSecret(ctx, platform, user_id);
    return { user_id, user_secret: userSecret };
  },
});

export const revokeTokens = platformOperation({
  method: 'DELETE',
  path: '/api/v1/platform/users/{user_id}/tokens',
  id: 'revokePlatformUserTokens',
  summary: 'Revoke all live tokens of a user',
  query: NoQuery,
  body: NoBody,
  response: z.strictObject({ revoked: z.int().describe('How many were alive.') }),
  async run(ctx, platform, { params: { user_id = '' } }) {
    const { id } = await platformUser(ctx, platform, user_id);
    return { revoked: await revokeMints(ctx, platform, { userId: id }) };
  },
});

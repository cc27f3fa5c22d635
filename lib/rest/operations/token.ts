// What the token itself says: for a program that wants to know what it may do, and until when.
import { z } from 'zod';
import { SCOPE_IDS } from '@/lib/grants/scopes';
import { tokenOperation } from '@/lib/rest/define-operation';
import { TimeOut } from '@/lib/rest/schema';

export const getToken = tokenOperation({
  path: '/api/v1/token',
  id: 'getToken',
  summary: 'What this token allows, and until when',
  scope: null,
  query: z.strictObject({}),
  response: z
    .strictObject({
      user_id: z.string(),
      client_id: z.string(),
      client_name: z.string(),
      scopes: z.array(z.enum(SCOPE_IDS)).describe('Rights now: what the token carries, as far as the grant still holds.'),
      account_ids: z.array(z.string()),
      is_paused: z.boolean().describe('The person paused this client: nothing else answers until it goes on.'),
      expires_at: TimeOut,
    })
    .meta({ id: 'Token' }),
  run: async (_ctx, { userId, clientId, clientName, scopes, accountIds, isPaused, tokenExpiresAt }) => ({
    user_id: userId,
    client_id: clientId,
    client_name: clientName,
    scopes: [...scopes],
    account_ids: [...accountIds],
    is_paused: isPaused,
    expires_at: tokenExpiresAt.toISOString(),
  }),
});

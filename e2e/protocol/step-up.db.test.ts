// Step-up that works in practice (mcp-oauth-requirements §1.8): the person gives a live connection more, and its next call succeeds.
import { expect, it } from 'vitest';
import { widenGrant } from '@/lib/grants/widen';
import { connectClient, errorOf } from '@/lib/testing/mcp-clients';
import { connected, seedKey, signedInBrowser } from '@/lib/testing/oauth';
import { startTestServer } from '@/lib/testing/server';

const server = await startTestServer();

it.each(['v1', 'v2 auto'] as const)('%s: a refused call works after widening in the portal, without connecting again', async (kind) => {
  const person = await signedInBrowser(server);
  const key = await seedKey(server, person.userId, { scopes: ['account:read', 'market:read'] });
  const { accessToken } = await connected(server, person, key, { scope: 'account:read' });
  const client = await connectClient(kind, server.origin, accessToken);
  const quotes = () => client.callTool({ name: 'get_quotes', arguments: { symbols: ['AAPL'] } });
  const grant = await server.ctx.db.grant.findFirstOrThrow({ where: { clientId: key.id } });

  if (kind === 'v1') {
    const { next_step } = errorOf(await quotes());
    expect(next_step).toContain(`${server.origin}/ai-clients/${grant.id}`);
  } else await expect(quotes()).rejects.toThrow(/scope/i);

  await widenGrant(server.ctx, grant.userId, grant.id, { scopes: ['market:read'], accountIds: [] });
  expect((await quotes()).isError).toBeFalsy();
  await client.close();
});

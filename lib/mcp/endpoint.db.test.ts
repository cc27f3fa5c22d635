// The transport table (contract §5, mcp-oauth-requirements §1.4, §2.2, §2.3), row by row, with requests as written.
import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { newToken } from '@/lib/core/crypto';
import { seedConnection } from '@/lib/testing/connection';
import { messageOf, send, sendModern } from '@/lib/testing/mcp-clients';
import { startTestServer } from '@/lib/testing/server';
import { MESSAGES } from './endpoint';

const { origin, ctx } = await startTestServer({ environment: { ALLOWED_ORIGINS: 'https://app.example' } });
const { token, grantId } = await seedConnection(ctx);

const PRM = `resource_metadata="${origin}/.well-known/oauth-protected-resource/mcp"`;
const READ = 'scope="account:read market:read research:read"';
const list = { jsonrpc: '2.0', id: 7, method: 'tools/list', params: {} };
const initialize = {
  jsonrpc: '2.0',
  id: 1,
  method: 'initialize',
  params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 't', version: '1' } },
};

/** One request on a raw socket, for what fetch would not send; resolves with the status line and headers. */
function raw(lines: readonly string[], body = ''): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(origin).port), '127.0.0.1', () => socket.end(`${lines.join('\r\n')}\r\n\r\n${body}`));
    let text = '';
    socket.on('data', (chunk) => {
      text += chunk;
    });
    socket.on('close', () => resolve(text));
    socket.on('error', reject);
  });
}

describe('without a token', () => {
  it.each(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'])(
    '%s is a real 401 with the exact challenge, and no error code',
    async (method) => {
      const answer = await send(origin, list, { method });
      expect(answer.status).toBe(401);
      expect(answer.headers.get('www-authenticate')).toBe(`Bearer ${PRM}, ${READ}`);
      expect(answer.headers.get('access-control-expose-headers')).toContain('WWW-Authenticate');
    },
  );

  it.each([
    ['initialize', () => send(origin, initialize)],
    ['tools/list', () => send(origin, list)],
    ['server/discover', () => sendModern(origin, 'server/discover', {})],
    ['another scheme', () => send(origin, list, { headers: { authorization: 'Basic dXNlcjpwYXNz' } })],
  ])('%s is 401 too', async (_name, ask) => {
    expect((await ask()).status).toBe(401);
  });

  it('OPTIONS is answered before authentication, with the MCP headers', async () => {
    const answer = await send(origin, null, { method: 'OPTIONS', headers: { origin: 'https://app.example' } });
    expect(answer.status).toBe(204);
    expect(answer.headers.get('access-control-allow-origin')).toBe('*');
    expect(answer.headers.get('access-control-allow-headers')).toMatch(/authorization.*mcp-protocol-version.*mcp-method.*mcp-name/);
  });
});

describe('a bad token is 401 and says why', () => {
  const expired = async () => {
    const { token: bad, grantId: id } = await seedConnection(ctx);
    await ctx.db.accessToken.updateMany({ where: { grantId: id }, data: { expiresAt: ctx.now() } });
    return bad;
  };
  const revoked = async () => {
    const { token: bad, grantId: id } = await seedConnection(ctx);
    await ctx.db.grant.update({ where: { id }, data: { revokedAt: ctx.now() } });
    return bad;
  };
  it.each([
    ['unknown', () => newToken(ctx, 'cc_at'), /unknown/],
    ['mistyped', () => `${token.slice(0, -1)}${token.endsWith('0') ? '1' : '0'}`, /mistyped/],
    ['of another kind', () => newToken(ctx, 'cc_rt'), /mistyped/],
    ['expired', expired, /expired/],
    ['revoked', revoked, /revoked/],
    ['for another resource', async () => (await seedConnection(ctx, { resource: `${origin}/api/v1` })).token, /another resource/],
  ])('%s', async (_name, make, reason) => {
    const answer = await send(origin, list, { token: await make() });
    expect(answer.status).toBe(401);
    const header = answer.headers.get('www-authenticate') ?? '';
    expect(header).toContain('error="invalid_token"');
    expect(header).toContain(PRM);
    expect(/error_description="([^"]*)"/.exec(header)?.[1]).toMatch(reason);
  });
});

describe('a token sent the wrong way is 400 invalid_request', () => {
  it('in the query, even beside a good header', async () => {
    const answer = await fetch(`${origin}/mcp?access_token=${token}`, { method: 'POST', headers: { authorization: `Bearer ${token}` } });
    expect(answer.status).toBe(400);
    expect(answer.headers.get('www-authenticate')).toContain('error="invalid_request"');
  });

  it.each(['Bearer', 'Bearer ', 'Bearer a b', 'Bearer "quoted"', 'Bearer a,b', 'Bearer <script>'])(
    'as the header %j',
    async (authorization) => {
      const answer = await send(origin, list, { headers: { authorization } });
      expect(answer.status).toBe(400);
      expect(await answer.json()).toMatchObject({ error: 'invalid_request' });
    },
  );

  it('in two headers', async () => {
    const host = new URL(origin).host;
    const answer = await raw([
      'POST /mcp HTTP/1.1',
      `Host: ${host}`,
      `Authorization: Bearer ${token}`,
      'Authorization: Bearer other',
      'Content-Length: 0',
      'Connection: close',
    ]);
    expect(answer).toMatch(/^HTTP\/1.1 400 /);
  });
});

describe('with a valid token', () => {
  it.each(['GET', 'HEAD', 'DELETE', 'PUT', 'PATCH'])('%s is 405', async (method) => {
    const answer = await send(origin, null, { method, token });
    expect(answer.status).toBe(405);
    expect(answer.headers.get('allow')).toBe('POST, OPTIONS');
  });

  it('a body that is not UTF-8 is a parse error, declared or not', async () => {
    const bytes = Buffer.from('{"jsonrpc":"2.0","id":1,"method":"tools/list","params":{"x":"\xff"}}', 'latin1');
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    for (const body of [bytes, new Blob([bytes]).stream()]) {
      const answer = await fetch(`${origin}/mcp`, { method: 'POST', body, duplex: 'half', headers } as RequestInit);
      expect(answer.status).toBe(400);
      expect(await answer.json()).toMatchObject({ error: { code: -32700 } });
    }
  });

  it('a body above 1 MiB is 413, declared or not', async () => {
    const body = `"${'x'.repeat(1024 * 1024)}"`;
    expect((await send(origin, null, { token, body })).status).toBe(413);
    const stream = new Blob([body]).stream();
    const init = {
      method: 'POST',
      body: stream,
      duplex: 'half',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    };
    expect((await fetch(`${origin}/mcp`, init as RequestInit)).status).toBe(413);
  });

  it.each([
    ['not JSON', '{', 400, -32700],
    ['empty', '', 400, -32700],
    ['not a JSON-RPC message', '{"a":1}', 400, -32600],
    ['null', 'null', 400, -32600],
    ['a null byte', '\0', 400, -32700],
  ])('a body that is %s is %s', async (_name, body, status, code) => {
    const answer = await send(origin, null, { token, body });
    expect(answer.status).toBe(status);
    expect(await answer.json()).toMatchObject({ error: { code } });
  });

  it('another content type is 415', async () => {
    expect((await send(origin, list, { token, headers: { 'content-type': 'text/plain' } })).status).toBe(415);
  });

  it('an older client that does not accept event streams is 406', async () => {
    expect((await send(origin, list, { token, headers: { accept: 'application/json' } })).status).toBe(406);
  });

  it.each([
    ['an unknown method', () => sendModern(origin, 'tools/run', {}, { token }), 404, -32601],
    ['ping', () => sendModern(origin, 'ping', {}, { token }), 404, -32601],
    [
      'a header that disagrees',
      () => sendModern(origin, 'tools/list', {}, { token, headers: { 'mcp-method': 'tools/call' } }),
      400,
      -32020,
    ],
    ['an unknown tool', () => sendModern(origin, 'tools/call', { name: 'nope', arguments: {} }, { token }), 200, -32602],
    ['an unknown resource', () => sendModern(origin, 'resources/read', { uri: 'portal://nope' }, { token }), 200, -32602],
    ['a cursor nobody gave out', () => sendModern(origin, 'tools/list', { cursor: 'x' }, { token }), 200, -32602],
  ])('modern era: %s', async (_name, ask, status, code) => {
    const answer = await ask();
    expect(answer.status).toBe(status);
    expect(await messageOf(answer)).toMatchObject({ error: { code } });
  });

  it('modern era: an unknown resource is named in the error (SEP-2164)', async () => {
    const answer = await sendModern(origin, 'resources/read', { uri: 'portal://nope' }, { token });
    expect(await messageOf(answer)).toMatchObject({ error: { data: { uri: 'portal://nope' } } });
  });

  it('modern era: an unsupported version is 400 and names what is supported', async () => {
    const message = {
      jsonrpc: '2.0',
      id: 1,
      method: 'tools/list',
      params: { _meta: { 'io.modelcontextprotocol/protocolVersion': '2099-01-01', 'io.modelcontextprotocol/clientCapabilities': {} } },
    };
    const headers = { 'mcp-protocol-version': '2099-01-01', 'mcp-method': 'tools/list' };
    const answer = await send(origin, message, { token, headers });
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ error: { code: -32022, data: { supported: ['2026-07-28'] } } });
  });

  it('modern era: the list may be kept for a minute by its own client only', async () => {
    const { result } = await messageOf(await sendModern(origin, 'tools/list', {}, { token }));
    expect(result).toMatchObject({ ttlMs: 60_000, cacheScope: 'private' });
  });

  it.each(['2025-06-18', '2025-11-25'])('a batch is refused in revision %s, which has none', async (revision) => {
    const headers = { 'mcp-protocol-version': revision };
    const answer = await send(origin, [list], { token, headers });
    expect(answer.status).toBe(400);
    expect(await messageOf(answer)).toMatchObject({ error: { code: -32600 } });
    expect((await send(origin, list, { token, headers })).status).toBe(200);
  });

  it('no answer is kept by anybody on the way', async () => {
    const answers = [await sendModern(origin, 'tools/list', {}, { token }), await send(origin, list, { token, method: 'GET' })];
    expect(answers.map(({ headers }) => headers.get('cache-control'))).toEqual(['no-store', 'no-store']);
    expect((await send(origin, list, { token })).headers.get('cache-control')).toContain('no-cache');
  });

  it('a batch of the oldest revision is answered call by call', async () => {
    const calls = [1, 2].map((id) => ({ jsonrpc: '2.0', id, method: 'tools/call', params: { name: 'list_accounts', arguments: {} } }));
    const answer = await send(origin, calls, { token, headers: { 'mcp-protocol-version': '2025-03-26' } });
    expect((await answer.text()).match(/"structuredContent"/g)).toHaveLength(2);
  });

  it('the grant is marked as used, also without a tool call', async () => {
    const lastUsedAt = async () => (await ctx.db.grant.findUniqueOrThrow({ where: { id: grantId } })).lastUsedAt;
    await send(origin, list, { token });
    await expect.poll(lastUsedAt).not.toBeNull();
  });
});

it('/mcp/ answers 308 to /mcp', async () => {
  const answer = await fetch(`${origin}/mcp/`, { method: 'POST', redirect: 'manual' });
  expect([answer.status, answer.headers.get('location')]).toEqual([308, '/mcp']);
});

describe('Origin and Host', () => {
  it.each([
    [undefined, 200],
    [origin, 200],
    ['https://app.example', 200],
    ['http://127.0.0.1:6274', 200],
    ['http://localhost', 200],
    ['http://[::1]:1234', 200],
    ['https://evil.example', 403],
    ['https://app.example.evil.example', 403],
    ['http://app.example', 403],
    ['http://localhost.evil.example', 403],
    ['http://localhost:80@evil.example', 403],
    ['null', 403],
    ['file://', 403],
  ])('Origin %s is %s', async (from, status) => {
    expect((await send(origin, list, { token, headers: from === undefined ? {} : { origin: from } })).status).toBe(status);
  });

  it.each(['evil.example', 'localhost.evil.example:3000', '169.254.169.254', 'app.example'])(
    'Host %s is 403, token or not',
    async (host) => {
      const answer = await raw([
        'POST /mcp HTTP/1.1',
        `Host: ${host}`,
        `Authorization: Bearer ${token}`,
        'Content-Length: 0',
        'Connection: close',
      ]);
      expect(answer).toMatch(/^HTTP\/1.1 403 /);
    },
  );

  it('T9: the challenge comes from the settings, whatever the request says', async () => {
    const headers = { 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'https', forwarded: 'host=evil.example' };
    expect((await send(origin, list, { headers })).headers.get('www-authenticate')).toBe(`Bearer ${PRM}, ${READ}`);
  });
});

it('no token is ever logged', async () => {
  await send(origin, list, { token: newToken(ctx, 'cc_at') });
  expect(ctx.logged).toContainEqual(expect.objectContaining({ event: 'mcp.refused', reason: 'unknown' }));
  expect(JSON.stringify(ctx.logged)).not.toContain('cc_at_');
});

describe('messages besides tool calls', () => {
  it('are limited for each person, however they are sent, and leave tool calls and other people alone', async () => {
    const [flooded, other] = [await seedConnection(ctx), await seedConnection(ctx)];
    const ping = { jsonrpc: '2.0', method: 'ping' };
    const headers = (bearer: string) => ({ authorization: `Bearer ${bearer}` });
    const batch = Array.from({ length: 100 }, (_, id) => ({ ...ping, id }));
    const older = { ...headers(flooded.token), 'mcp-protocol-version': '2025-03-26' };
    for (let sent = 0; sent < MESSAGES.limit; sent += batch.length) {
      expect((await send(origin, batch, { headers: older })).status).toBe(200);
    }
    const refused = await send(origin, list, { headers: headers(flooded.token) });
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '60']);
    expect(await messageOf(refused)).toMatchObject({ error: { message: 'Too many messages. Try again in 60 seconds.' } });
    const call = { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'list_accounts', arguments: {} } };
    expect((await send(origin, call, { headers: headers(flooded.token) })).status).toBe(200);
    expect((await send(origin, list, { headers: headers(other.token) })).status).toBe(200);
  });
});

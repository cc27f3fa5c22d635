// The yardstick of O6: the SDK's own server on node:http, with its own bearer check over one prepared SELECT, and a tool that returns one line.
import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { createMcpHandler, McpServer, OAuthError, OAuthErrorCode, requireBearerAuth } from '@modelcontextprotocol/server';
import pg from 'pg';
import { z } from 'zod';

const port = Number(process.env.PORT);
const resource = new URL(`http://localhost:${port}/mcp`);
const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 10 });

async function verifyAccessToken(token: string) {
  const tokenHash = createHash('sha256').update(token).digest('base64url');
  const { rows } = await pool.query({
    name: 'token',
    text: 'SELECT grant_id, scopes, expires_at FROM access_tokens WHERE token_hash = $1',
    values: [tokenHash],
  });
  const [row] = rows;
  if (!row) throw new OAuthError(OAuthErrorCode.InvalidToken, 'unknown');
  return { token, clientId: row.grant_id, scopes: row.scopes, expiresAt: row.expires_at.getTime() / 1000, resource };
}

const gate = requireBearerAuth({ verifier: { verifyAccessToken }, requiredScopes: [], expectedResource: resource });
const mcp = createMcpHandler(() => {
  const server = new McpServer({ name: 'bare', version: '1' });
  server.registerTool('one_line', { description: 'Returns one line.', inputSchema: z.object({}) }, async () => ({
    content: [{ type: 'text', text: 'one line' }],
  }));
  return server;
});

const listener = getRequestListener(
  async (request) => {
    const authInfo = await gate(request);
    return authInfo instanceof Response ? authInfo : mcp.fetch(request, { authInfo });
  },
  { overrideGlobalObjects: false },
);
createServer(listener).listen(port, '127.0.0.1', () => process.stdout.write('ready\n'));
process.on('SIGTERM', () => process.exit(0));

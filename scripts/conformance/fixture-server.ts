// What the product puts around any MCP server (who may call from where, bearer, body, both eras), with the suite's own tools, resources and
// prompts inside instead of the product's. Only this script knows them: no setting of the product can bring them up.
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { McpServer } from '@modelcontextprotocol/server';
import { parseSettings } from '@/lib/core/settings';
import { usesWritten } from '@/lib/grants/use-log';
import { mcpAround } from '@/lib/mcp/endpoint';
import { verifyBearer } from '@/lib/web/bearer';
import { openDatabase, rootContext, takeDataDir } from '@/lib/web/registry';
import { tradingContext } from '@/lib/web/trading';
import { registerInputRequired, stateCodec } from './fixtures/input-required';
import { registerPrompts, registerResources } from './fixtures/prompts-and-resources';
import { registerTools } from './fixtures/tools';

const LISTS_ARE_FIXED = { ttlMs: 60_000, cacheScope: 'private' } as const;

/** The product’s, and two more that fixtures need. Nothing changes, as in the product. */
const CAPABILITIES = {
  tools: { listChanged: false },
  prompts: { listChanged: false },
  resources: { listChanged: false },
  logging: {},
  completions: {},
};

const codec = stateCodec(randomBytes(32));

function makeFixtures(): McpServer {
  const cacheHints = { 'tools/list': LISTS_ARE_FIXED, 'prompts/list': LISTS_ARE_FIXED, 'resources/list': LISTS_ARE_FIXED };
  const server = new McpServer(
    { name: 'conformance-fixtures', version: '1.0.0' },
    { capabilities: CAPABILITIES, cacheHints, requestState: { verify: codec.verify } },
  );
  registerTools(server);
  registerInputRequired(server, codec);
  registerPrompts(server);
  registerResources(server);
  return server;
}

export type FixtureServer = Readonly<{ stop: () => Promise<void> }>;

/** On the port and the registry of a server that has stopped, so that the tokens it gave out are good here. */
export async function startFixtureServer(environment: Readonly<Record<string, string>>): Promise<FixtureServer> {
  const settings = parseSettings({ ...environment, LOG_LEVEL: 'warn' });
  const { secretKey, release } = await takeDataDir(settings);
  const database = await openDatabase(settings);
  const ctx = { ...tradingContext(rootContext(settings, secretKey, database)), verify: verifyBearer };
  const endpoint = mcpAround(makeFixtures);
  const server = createServer(getRequestListener((request) => endpoint(ctx, request), { overrideGlobalObjects: false }));
  await new Promise<void>((done) => server.listen(settings.port, 'localhost', done));
  const stop = async () => {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
    await usesWritten(ctx);
    await database.close();
    await release();
  };
  return { stop };
}

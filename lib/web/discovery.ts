// Where clients look for metadata: the forms of RFC 8414 and RFC 9728, and those that clients guess (mcp-oauth-requirements §1.2, §1.3).
import { json } from '@/lib/core/http';
import { routes } from '@/lib/core/routes';
import { RESOURCE_API_PATH, RESOURCE_MCP_PATH } from '@/lib/core/settings';
import { authorizationServerMetadata, openidConfiguration, protectedResourceMetadata } from '@/lib/oauth/metadata';
import { openToAllOrigins } from './cors';
import type { Endpoint } from './endpoint';

const server = openToAllOrigins(authorizationServerMetadata);
const openid = openToAllOrigins(openidConfiguration);
const mcpResource = openToAllOrigins(protectedResourceMetadata('mcp'));
const apiResource = openToAllOrigins(protectedResourceMetadata('api'));

export const discovery: Readonly<Record<string, Endpoint>> = {
  [routes.authorizationServerMetadata()]: server,
  [routes.authorizationServerMetadata() + RESOURCE_MCP_PATH]: server,
  [routes.authorizationServerMetadata() + RESOURCE_API_PATH]: server,
  [routes.openidConfiguration()]: openid,
  [routes.openidConfiguration() + RESOURCE_MCP_PATH]: openid,
  [RESOURCE_MCP_PATH + routes.openidConfiguration()]: openid,
  [routes.protectedResourceMetadata()]: mcpResource,
  [routes.protectedResourceMetadata() + RESOURCE_MCP_PATH]: mcpResource,
  [routes.protectedResourceMetadata() + RESOURCE_API_PATH]: apiResource,
};

/** Any other well-known address. */
export const notDiscovered: Endpoint = openToAllOrigins(() => json({ error: 'not_found' }, 404));

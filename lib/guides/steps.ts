// What the guides have in common: snippets as text, and steps that several clients share.
import { ACCESS_TOKEN_PLACEHOLDER, type Confidence, type GuideStep, type GuideValues, type GuideWay, type WayKind } from './schema';

/** Where mcp-remote listens for the answer, so that its redirect URI is known beforehand. */
const BRIDGE_PORT = '3334';

export const json = (value: unknown): string => JSON.stringify(value, null, 2);

export const BEARER = `Bearer ${ACCESS_TOKEN_PLACEHOLDER}`;

/** A file or a command to copy. */
export const snippet = (label: string, text: string): Pick<GuideStep, 'snippet'> => ({ snippet: { label, text } });

export const mcpUrlField = ({ mcpUrl }: GuideValues) => ({ label: 'MCP URL', value: mcpUrl });
export const clientIdField = ({ clientId }: GuideValues) => ({ label: 'Client ID', value: clientId });
export const nameField = ({ serverName }: GuideValues) => ({ label: 'Name', value: serverName });

export const way = (kind: WayKind, confidence: Confidence, steps: readonly GuideStep[]): GuideWay => ({ kind, confidence, steps });

/** A local program that speaks OAuth for clients that cannot. */
export const bridgeWithKey = ({ serverName, mcpUrl, clientId }: GuideValues): string =>
  json({
    mcpServers: {
      [serverName]: {
        command: 'npx',
        args: ['-y', 'mcp-remote', mcpUrl, BRIDGE_PORT, '--static-oauth-client-info', JSON.stringify({ client_id: clientId })],
      },
    },
  });

/** A variable that the client fills in, as `${name}`. */
export const variable = (name: string): string => `$\{${name}}`;

/** The same with a token; the header has no space, because some clients cut arguments at spaces. */
export const bridgeWithToken = ({ serverName, mcpUrl }: GuideValues): string =>
  json({
    mcpServers: {
      [serverName]: {
        command: 'npx',
        args: ['-y', 'mcp-remote', mcpUrl, '--header', `Authorization:${variable('AUTH')}`],
        env: { AUTH: BEARER },
      },
    },
  });

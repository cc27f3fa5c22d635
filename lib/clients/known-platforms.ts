// Which clients carry the verified mark: those that only a well-known platform can be. Exact document URLs, exact https callbacks. Data.
import { platformOfDocument } from './shipped-documents';

const CALLBACKS: Readonly<Record<string, string>> = {
  'https://claude.ai/api/mcp/auth_callback': 'Claude',
  'https://claude.com/api/mcp/auth_callback': 'Claude',
  'https://chatgpt.com/connector_platform_oauth_redirect': 'ChatGPT',
  'https://www.cursor.com/agents/mcp/oauth/callback': 'Cursor',
  'https://vscode.dev/redirect': 'Visual Studio Code',
  'https://insiders.vscode.dev/redirect': 'Visual Studio Code',
  'https://www.perplexity.ai/rest/connections/oauth_callback': 'Perplexity',
  'https://enterprise.perplexity.ai/rest/connections/oauth_callback': 'Perplexity',
  'https://antigravity.google/oauth-callback': 'Antigravity',
  'https://grok.com/connectors-oauth-exchange-code/': 'Grok',
};

/** ChatGPT gives each connector a callback with an id of its own. */
const CHATGPT_CONNECTOR = /^https:\/\/chatgpt\.com\/connector\/oauth\/[A-Za-z0-9_-]{1,128}$/;

function platformOfCallback(uri: string): string | null {
  if (Object.hasOwn(CALLBACKS, uri)) return CALLBACKS[uri] ?? null;
  return CHATGPT_CONNECTOR.test(uri) ? 'ChatGPT' : null;
}

type Row = Readonly<{ id: string; kind: string; name: string; redirectUris: readonly string[] }>;

/** Who a client is to people: the mark never stands beside a name that the client chose. */
export type ClientIdentity = Readonly<{
  name: string;
  /** It can only be the platform that it is named after. */
  isVerified: boolean;
  /** The host that publishes its document; null for the other kinds. */
  publisherHost: string | null;
}>;

export function identityOf(row: Row): ClientIdentity {
  const platform = knownPlatform(row);
  return {
    name: platform ?? row.name,
    isVerified: platform !== null,
    publisherHost: row.kind === 'metadata' ? new URL(row.id).host : null,
  };
}

/**
 * The platform that a client is for certain, or null.
 *
 * A document is what its host serves. A registration proves nothing about who sent it; but when every answer can only go to one
 * platform's own pages, that platform is who gets it. One loopback or app address among them, and it could be any program.
 */
function knownPlatform({ id, kind, redirectUris }: Omit<Row, 'name'>): string | null {
  if (kind === 'metadata') return platformOfDocument(id);
  if (kind !== 'dynamic') return null;
  const [first = null, ...others] = new Set(redirectUris.map(platformOfCallback));
  return others.length === 0 ? first : null;
}

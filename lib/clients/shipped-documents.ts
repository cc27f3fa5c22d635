// The metadata documents of well-known clients as their vendors published them (CM-12): used only when the vendor's host gives us none
// and nothing is cached. Without them a server without outgoing internet, or one that a vendor's bot protection turns away, would lock
// out every client that prefers a document over registering. Data; revise when a vendor changes its document.

/** `{id}` stands for one id, the same in all places. */
export type ShippedDocument = Readonly<{
  platform: string;
  clientId: string;
  redirectUris: readonly string[];
  jwksUri?: string;
  readOn: string;
}>;

export const SHIPPED_DOCUMENTS: readonly ShippedDocument[] = [
  {
    platform: 'Claude',
    clientId: 'https://claude.ai/oauth/mcp-oauth-client-metadata',
    redirectUris: ['https://claude.ai/api/mcp/auth_callback'],
    readOn: '2026-09-29',
  },
  {
    platform: 'Claude Code',
    clientId: 'https://claude.ai/oauth/claude-code-client-metadata',
    redirectUris: ['http://localhost/callback', 'http://127.0.0.1/callback'],
    readOn: '2026-09-08',
  },
  {
    platform: 'ChatGPT',
    clientId: 'https://chatgpt.com/oauth/client.json',
    redirectUris: ['https://chatgpt.com/connector_platform_oauth_redirect'],
    jwksUri: 'https://chatgpt.com/oauth/jwks.json',
    readOn: '2026-09-08',
  },
  {
    platform: 'Codex',
    clientId: 'https://chatgpt.com/oauth/codex/client.json',
    redirectUris: ['http://127.0.0.1/callback', 'http://localhost/callback'],
    readOn: '2026-09-24',
  },
  {
    platform: 'Codex',
    clientId: 'https://chatgpt.com/oauth/codex/{id}/client.json',
    redirectUris: ['http://127.0.0.1/callback/{id}'],
    readOn: '2026-09-24',
  },
  {
    platform: 'ChatGPT',
    clientId: 'https://chatgpt.com/oauth/{id}/client.json',
    redirectUris: ['https://chatgpt.com/connector/oauth/{id}'],
    jwksUri: 'https://chatgpt.com/oauth/jwks.json',
    readOn: '2026-08-06',
  },
  {
    platform: 'Visual Studio Code',
    clientId: 'https://vscode.dev/oauth/client-metadata.json',
    redirectUris: ['http://127.0.0.1:33418/', 'https://vscode.dev/redirect'],
    readOn: '2026-09-08',
  },
  {
    platform: 'GitHub Copilot CLI',
    clientId: 'https://github.com/copilot/cli/client-metadata.json',
    redirectUris: ['http://127.0.0.1:33418/'],
    readOn: '2026-09-24',
  },
  {
    platform: 'Zed',
    clientId: 'https://zed.dev/oauth/client-metadata.json',
    redirectUris: ['http://127.0.0.1/callback'],
    readOn: '2026-09-24',
  },
  {
    platform: 'OpenCode',
    clientId: 'https://opencode.ai/oauth/opencode/client.json',
    redirectUris: ['http://127.0.0.1/callback', 'http://localhost/callback'],
    readOn: '2026-09-24',
  },
  {
    platform: 'Grok',
    clientId: 'https://grok.com/oauth/mcp-client.json',
    redirectUris: ['https://grok.com/connectors-oauth-exchange-code/', 'https://console.x.ai/connectors-oauth-exchange-code/'],
    readOn: '2026-09-24',
  },
];

const ID = '[A-Za-z0-9_-]{1,64}';

function matches(template: string, text: string): Record<'id', string> | null {
  const pattern = template.replaceAll(/[.*+?^$()|[\]\\/]/g, '\\$&').replace('{id}', `(${ID})`);
  const match = new RegExp(`^${pattern}$`).exec(text);
  return match ? { id: match[1] ?? '' } : null;
}

/** The platform whose client_id this is, by exact URL: a host alone says little, since people publish pages of their own on many. */
export function platformOfDocument(clientId: string): string | null {
  return SHIPPED_DOCUMENTS.find((document) => matches(document.clientId, clientId))?.platform ?? null;
}

/** The document that its vendor would serve at this URL, or null. Exact URLs come before those with an id. */
export function shippedDocument(clientId: string): unknown {
  for (const { platform, clientId: template, redirectUris, jwksUri } of SHIPPED_DOCUMENTS) {
    const found = matches(template, clientId);
    if (!found) continue;
    return {
      client_id: clientId,
      client_name: platform,
      redirect_uris: redirectUris.map((uri) => uri.replace('{id}', found.id)),
      token_endpoint_auth_method: 'none',
      ...(jwksUri === undefined ? {} : { jwks_uri: jwksUri }),
    };
  }
  return null;
}

// The addresses that AI platforms want people sent back to, exactly as they send them: where the gateway may forward. Data, never patterns.
// Callbacks that carry an id (ChatGPT's connector/oauth/…, Copilot Studio's) are pasted once by the owner of a key instead.
import { z } from 'zod';
import { redirectUriProblem } from '@/lib/clients/redirect-uri';
import { SettingsError } from '@/lib/core/settings';

export type Platform = Readonly<{ id: string; name: string; callbacks: readonly string[] }>;

/** Loopback ones without a port match on any (RFC 8252 §7.3). */
export const PLATFORMS: readonly Platform[] = [
  { id: 'claude', name: 'Claude', callbacks: ['https://claude.ai/api/mcp/auth_callback', 'https://claude.com/api/mcp/auth_callback'] },
  { id: 'claude-code', name: 'Claude Code', callbacks: ['http://localhost/callback', 'http://127.0.0.1/callback'] },
  { id: 'chatgpt', name: 'ChatGPT', callbacks: ['https://chatgpt.com/connector_platform_oauth_redirect'] },
  { id: 'codex', name: 'Codex', callbacks: ['http://127.0.0.1/callback'] },
  {
    id: 'cursor',
    name: 'Cursor',
    callbacks: [
      'cursor://anysphere.cursor-mcp/oauth/callback',
      'https://www.cursor.com/agents/mcp/oauth/callback',
      'http://localhost:8787/callback',
    ],
  },
  {
    id: 'vscode',
    name: 'VS Code',
    callbacks: ['http://127.0.0.1:33418', 'http://127.0.0.1:33418/', 'https://vscode.dev/redirect', 'https://insiders.vscode.dev/redirect'],
  },
  { id: 'gemini-cli', name: 'Gemini CLI', callbacks: ['http://localhost/oauth/callback'] },
  { id: 'antigravity', name: 'Antigravity', callbacks: ['https://antigravity.google/oauth-callback'] },
  { id: 'mcp-remote', name: 'mcp-remote', callbacks: ['http://localhost/oauth/callback'] },
  {
    id: 'inspector',
    name: 'MCP Inspector',
    callbacks: [
      'http://localhost:6274/oauth/callback',
      'http://localhost:6274/oauth/callback/debug',
      'http://127.0.0.1:6276/oauth/callback',
    ],
  },
  {
    id: 'perplexity',
    name: 'Perplexity',
    callbacks: [
      'https://www.perplexity.ai/rest/connections/oauth_callback',
      'https://enterprise.perplexity.ai/rest/connections/oauth_callback',
    ],
  },
  { id: 'copilot-cli', name: 'GitHub Copilot CLI', callbacks: ['http://127.0.0.1/'] },
  { id: 'opencode', name: 'OpenCode', callbacks: ['http://127.0.0.1:19876/mcp/oauth/callback'] },
  { id: 'grok', name: 'Grok', callbacks: ['https://grok.com/connectors-oauth-exchange-code/'] },
];

const Further = z.array(z.strictObject({ name: z.string().min(1), id: z.string().optional(), callbacks: z.array(z.string()).min(1) }));

/**
 * Every callback the gateway may forward to.
 * @param further text of the operator's file (PLATFORM_CALLBACKS), or null
 * @throws SettingsError naming the entry that cannot be used
 */
export function platformCallbacks(further: string | null, appUrl: string): readonly string[] {
  const platforms = [...PLATFORMS, ...(further === null ? [] : readFurther(further, appUrl))];
  return [...new Set(platforms.flatMap(({ callbacks }) => callbacks))];
}

function readFurther(text: string, appUrl: string): z.output<typeof Further> {
  const parsed = Further.safeParse(parseJson(text));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const place = issue && issue.path.length > 0 ? ` (at ${issue.path.join('.')})` : '';
    throw new SettingsError(
      `PLATFORM_CALLBACKS must hold a list like [{"name": "Acme", "callbacks": ["https://acme.example/callback"]}]${place}.`,
    );
  }
  for (const { name, callbacks } of parsed.data) {
    for (const callback of callbacks) {
      const problem = redirectUriProblem(callback, appUrl);
      if (problem !== null) throw new SettingsError(`PLATFORM_CALLBACKS: ${callback} of ${name} cannot be used. ${problem}`);
    }
  }
  return parsed.data;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new SettingsError('PLATFORM_CALLBACKS: the file is not valid JSON.');
  }
}

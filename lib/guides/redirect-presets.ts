// Redirect URIs of AI clients, for the key form. Loopback ones leave the port out: it may then be any (RFC 8252 §7.3).
import type { RedirectPreset } from './schema';

/** An address on the person's own computer under both names it goes by: they count as different. */
const loopback = (path: string) => [`http://localhost${path}`, `http://127.0.0.1${path}`];

export const REDIRECT_PRESETS: readonly RedirectPreset[] = [
  {
    id: 'claude',
    label: 'Claude',
    redirectUris: ['https://claude.ai/api/mcp/auth_callback', 'https://claude.com/api/mcp/auth_callback'],
    confidence: 'confirmed',
    note: 'For Claude on the web, desktop and phone.',
  },
  {
    id: 'claude-code',
    label: 'Claude Code',
    redirectUris: loopback('/callback'),
    confidence: 'reported',
    note: 'Any port works, so a fixed one is fine as well.',
  },
  {
    id: 'chatgpt',
    label: 'ChatGPT',
    redirectUris: ['https://chatgpt.com/connector_platform_oauth_redirect'],
    confidence: 'unsure',
    note: 'Newer versions show a Callback URL of their own when you create the app, like https://chatgpt.com/connector/oauth/… Add that one too.',
  },
  {
    id: 'cursor',
    label: 'Cursor',
    redirectUris: [
      'http://localhost:8787/callback',
      'https://www.cursor.com/agents/mcp/oauth/callback',
      'cursor://anysphere.cursor-mcp/oauth/callback',
    ],
    confidence: 'reported',
    note: 'For the desktop app, the web agents and older desktop versions.',
  },
  {
    id: 'vscode',
    label: 'VS Code',
    redirectUris: ['http://127.0.0.1:33418', 'http://127.0.0.1:33418/', 'https://vscode.dev/redirect'],
    confidence: 'reported',
    note: 'For Insiders, add https://insiders.vscode.dev/redirect.',
  },
  {
    id: 'codex',
    label: 'Codex',
    redirectUris: ['http://127.0.0.1/callback'],
    confidence: 'confirmed',
    note: 'Any port works. Older versions add an id at the end: if Codex shows a longer address, add that one too.',
  },
  {
    id: 'gemini-cli',
    label: 'Gemini CLI',
    redirectUris: ['http://localhost/oauth/callback'],
    confidence: 'confirmed',
    note: 'Any port works.',
  },
  {
    id: 'perplexity',
    label: 'Perplexity',
    redirectUris: ['https://www.perplexity.ai/rest/connections/oauth_callback'],
    confidence: 'reported',
    note: 'For an enterprise account, add https://enterprise.perplexity.ai/rest/connections/oauth_callback.',
  },
  {
    id: 'mcp-remote',
    label: 'mcp-remote',
    redirectUris: loopback('/oauth/callback'),
    confidence: 'reported',
    note: 'For clients without OAuth of their own, such as Windsurf. Any port works.',
  },
];

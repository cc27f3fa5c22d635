// Clients that run on the person's own computer.
import type { Guide, GuideValues } from './schema';
import { BEARER, bridgeWithKey, json, snippet, variable, way } from './steps';

const CLAUDE_CODE_PORT = 8765;
const GEMINI_PORT = 7777;
const READ = 'mcp:read';
const TOKEN_FROM_ENVIRONMENT = `Bearer ${variable('env:CLIENT_CENTER_TOKEN')}`;

const signInAsk = 'It opens a page of ours in your browser that says what it asks for.';

const claudeCode: Guide = {
  id: 'claude-code',
  name: 'Claude Code',
  callsFrom: 'computer',
  presetId: 'claude-code',
  needsSecret: false,
  ways: ({ serverName, mcpUrl, clientId }) => [
    way('key', 'reported', [
      {
        say: 'Run this in a terminal. Options go before the name.',
        ...snippet(
          'Command',
          `claude mcp add --transport http --client-id ${clientId} --callback-port ${CLAUDE_CODE_PORT} ${serverName} ${mcpUrl}`,
        ),
      },
      { say: `In Claude Code, type /mcp, choose ${serverName} and “Authenticate”. ${signInAsk}` },
    ]),
    way('address', 'reported', [
      { say: 'Run this in a terminal.', ...snippet('Command', `claude mcp add --transport http ${serverName} ${mcpUrl}`) },
      { say: `In Claude Code, type /mcp, choose ${serverName} and “Authenticate”. ${signInAsk}` },
    ]),
    way('token', 'reported', [
      {
        say: 'Run this in a terminal, with your token in it.',
        ...snippet('Command', `claude mcp add --transport http --header "Authorization: ${BEARER}" ${serverName} ${mcpUrl}`),
      },
    ]),
  ],
  notes: [
    'Add “--scope user” to have it in every project.',
    'On a machine without a browser: “claude mcp login --no-browser” and the name.',
  ],
};

const cursorServer = ({ serverName, mcpUrl }: GuideValues, more: object) =>
  json({ mcpServers: { [serverName]: { url: mcpUrl, ...more } } });

/** Base64 of plain ASCII: addresses and ids have nothing else. */
const cursorLink = ({ serverName, mcpUrl }: GuideValues, more: object) =>
  `cursor://anysphere.cursor-deeplink/mcp/install?name=${serverName}&config=${encodeURIComponent(btoa(JSON.stringify({ url: mcpUrl, ...more })))}`;

const cursor: Guide = {
  id: 'cursor',
  name: 'Cursor',
  callsFrom: 'computer',
  presetId: 'cursor',
  needsSecret: false,
  ways: (values) => {
    const auth = { auth: { CLIENT_ID: values.clientId, scopes: [READ] } };
    const signIn = { say: `Open “Settings”, “Tools & MCP”, and sign in beside ${values.serverName}. ${signInAsk}` };
    return [
      way('key', 'reported', [
        {
          say: 'Add this to ~/.cursor/mcp.json, or to .cursor/mcp.json of one project.',
          ...snippet('mcp.json', cursorServer(values, auth)),
          open: { label: 'Add it to Cursor', href: cursorLink(values, auth) },
        },
        signIn,
      ]),
      way('address', 'reported', [
        {
          say: 'Add this to ~/.cursor/mcp.json, or to .cursor/mcp.json of one project.',
          ...snippet('mcp.json', cursorServer(values, {})),
          open: { label: 'Add it to Cursor', href: cursorLink(values, {}) },
        },
        signIn,
      ]),
      way('token', 'reported', [
        {
          say: 'Put the token into the environment variable CLIENT_CENTER_TOKEN, and add this to ~/.cursor/mcp.json.',
          ...snippet('mcp.json', cursorServer(values, { headers: { Authorization: TOKEN_FROM_ENVIRONMENT } })),
        },
      ]),
    ];
  },
  notes: ['Cursor is said to stop at 40 tools over all servers. Switch off groups of tools on the page of the AI client if it does.'],
};

const vsCodeLink = ({ serverName, mcpUrl }: GuideValues) =>
  `vscode:mcp/install?${encodeURIComponent(JSON.stringify({ name: serverName, type: 'http', url: mcpUrl }))}`;

const vsCode: Guide = {
  id: 'vscode',
  name: 'VS Code',
  callsFrom: 'computer',
  presetId: 'vscode',
  needsSecret: false,
  ways: (values) => {
    const { serverName, mcpUrl, clientId } = values;
    const file = (more: object, inputs: object = {}) =>
      snippet('mcp.json', json({ ...inputs, servers: { [serverName]: { type: 'http', url: mcpUrl, ...more } } }));
    const start = { say: `Press “Start” above the entry, then “Allow”. ${signInAsk}` };
    const where = 'Add this to .vscode/mcp.json, or run “MCP: Open User Configuration” for all projects.';
    const prompt = { inputs: [{ type: 'promptString', id: 'token', description: 'Access token', password: true }] };
    return [
      way('key', 'confirmed', [{ say: where, ...file({ oauth: { clientId } }) }, start]),
      way('address', 'confirmed', [{ say: where, ...file({}), open: { label: 'Add it to VS Code', href: vsCodeLink(values) } }, start]),
      way('token', 'confirmed', [
        {
          say: `${where} VS Code asks for the token and keeps it.`,
          ...file({ headers: { Authorization: `Bearer ${variable('input:token')}` } }, prompt),
        },
      ]),
    ];
  },
  notes: ['After you changed what it may do here, run “MCP: Reset Cached Tools”.'],
};

const codex: Guide = {
  id: 'codex',
  name: 'Codex',
  callsFrom: 'computer',
  presetId: 'codex',
  needsSecret: false,
  ways: ({ serverName, mcpUrl, clientId }) => {
    const table = `[mcp_servers.${serverName}]\nurl = "${mcpUrl}"`;
    const login = { say: `Then sign in. ${signInAsk}`, ...snippet('Sign-in command', `codex mcp login ${serverName}`) };
    return [
      way('key', 'confirmed', [
        {
          say: 'Add this to ~/.codex/config.toml.',
          ...snippet('config.toml', `${table}\n\n[mcp_servers.${serverName}.oauth]\nclient_id = "${clientId}"\ncallback_port = 5555`),
        },
        login,
      ]),
      way('address', 'confirmed', [
        { say: 'Run this in a terminal.', ...snippet('Command', `codex mcp add ${serverName} --url ${mcpUrl}`) },
        login,
      ]),
      way('token', 'confirmed', [
        {
          say: 'Put the token into the environment variable CLIENT_CENTER_TOKEN, and add this to ~/.codex/config.toml.',
          ...snippet('config.toml', `${table}\nbearer_token_env_var = "CLIENT_CENTER_TOKEN"`),
        },
      ]),
    ];
  },
  notes: ['The command line, the IDE extension and the ChatGPT desktop app share this file.'],
};

const windsurf: Guide = {
  id: 'windsurf',
  name: 'Windsurf',
  callsFrom: 'computer',
  presetId: 'mcp-remote',
  needsSecret: false,
  ways: (values) => {
    const { serverName, mcpUrl } = values;
    const file = (more: object) => snippet('mcp_config.json', json({ mcpServers: { [serverName]: { serverUrl: mcpUrl, ...more } } }));
    const where = 'Add this to ~/.codeium/windsurf/mcp_config.json';
    const refresh = { say: `Press refresh in Cascade’s list of MCP servers. ${signInAsk}` };
    return [
      way('key', 'unsure', [
        {
          say: `Windsurf has no field for a Client ID, so a small program carries it. ${where}. It needs Node.js on your computer.`,
          ...snippet('mcp_config.json', bridgeWithKey(values)),
        },
        refresh,
      ]),
      way('address', 'confirmed', [{ say: `${where}. The name is serverUrl, not url.`, ...file({}) }, refresh]),
      way('token', 'confirmed', [
        {
          say: `Put the token into the environment variable CLIENT_CENTER_TOKEN. ${where}, then press refresh.`,
          ...file({ headers: { Authorization: TOKEN_FROM_ENVIRONMENT } }),
        },
      ]),
    ];
  },
  notes: ['Newer versions are called Devin Desktop and also read ~/.codeium/mcp_config.json.'],
};

const geminiCli: Guide = {
  id: 'gemini-cli',
  name: 'Gemini CLI',
  callsFrom: 'computer',
  presetId: 'gemini-cli',
  needsSecret: false,
  ways: ({ serverName, mcpUrl, clientId }) => {
    const oauth = { clientId, scopes: [READ], redirectUri: `http://localhost:${GEMINI_PORT}/oauth/callback` };
    const signIn = { say: `In Gemini CLI, type /mcp auth ${serverName}. ${signInAsk}` };
    const add = (more: string) => `gemini mcp add --transport http -s user ${more}${serverName} ${mcpUrl}`;
    return [
      way('key', 'confirmed', [
        {
          say: 'Add this to ~/.gemini/settings.json. The name is httpUrl; url means another transport.',
          ...snippet('settings.json', json({ mcpServers: { [serverName]: { httpUrl: mcpUrl, oauth } } })),
        },
        signIn,
      ]),
      way('address', 'confirmed', [{ say: 'Run this in a terminal.', ...snippet('Command', add('')) }, signIn]),
      way('token', 'confirmed', [
        {
          say: 'Run this in a terminal, with your token in it.',
          ...snippet('Command', add(`--header "Authorization: ${BEARER}" `)),
        },
      ]),
    ];
  },
  notes: ['Its successor Antigravity takes the same values: “agy mcp add”, the name and the MCP URL.'],
};

export const LOCAL_GUIDES = { claudeCode, cursor, vsCode, codex, windsurf, geminiCli };

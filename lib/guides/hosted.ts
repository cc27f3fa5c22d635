// Clients whose vendor's servers call the MCP address.
import type { Guide, GuideStep, GuideValues } from './schema';
import { BEARER, bridgeWithToken, clientIdField, mcpUrlField, nameField, snippet, way } from './steps';

const openClaude = ({ serverName, mcpUrl }: GuideValues): string =>
  `https://claude.ai/customize/connectors?${new URLSearchParams({
    modal: 'add-custom-connector',
    connectorName: serverName,
    connectorUrl: mcpUrl,
  })}`;

const claudeConnector = (values: GuideValues): GuideStep => ({
  say: 'In Claude, open “Customize”, then “Connectors”, press + and choose “Add custom connector”. Enter a name and the MCP URL.',
  copy: [nameField(values), mcpUrlField(values)],
  open: { label: 'Open it filled in', href: openClaude(values) },
});

const claudeWays = (values: GuideValues) => [
  way('key', 'reported', [
    claudeConnector(values),
    {
      say: 'Choose your own OAuth client. Older versions hide it under “Advanced settings”. Paste the Client ID and leave the secret empty.',
      copy: [clientIdField(values)],
    },
    { say: 'Press “Add”, then “Connect”. Claude opens a page of ours that says what it asks for.' },
  ]),
  way('address', 'reported', [
    claudeConnector(values),
    { say: 'Keep “Always required” and the OAuth client that Claude found.' },
    { say: 'Press “Add”, then “Connect”. Claude opens a page of ours that says what it asks for.' },
  ]),
];

const TEAM_NOTE = 'In a Team or Enterprise plan an owner adds the connector first, in the organisation’s settings.';
const TOOLS_NOTE = 'After you changed what Claude may do here, press “Refresh tools list” on its connector page.';

const claude: Guide = {
  id: 'claude',
  name: 'Claude',
  callsFrom: 'cloud',
  presetId: 'claude',
  needsSecret: false,
  ways: claudeWays,
  notes: [TEAM_NOTE, TOOLS_NOTE],
};

const claudeDesktop: Guide = {
  id: 'claude-desktop',
  name: 'Claude Desktop',
  callsFrom: 'cloud',
  presetId: 'claude',
  needsSecret: false,
  ways: (values) => [
    ...claudeWays(values),
    way('token', 'reported', [
      {
        say: 'Open “Settings”, “Developer”, “Edit Config”, and add this to claude_desktop_config.json. It needs Node.js on your computer.',
        ...snippet('claude_desktop_config.json', bridgeWithToken(values)),
      },
      { say: 'Quit Claude Desktop and open it again.' },
    ]),
  ],
  notes: ['Connectors belong to your Claude account: what you add here is there on the web and on your phone too.', TEAM_NOTE],
};

const createApp = (values: GuideValues): GuideStep => ({
  say: 'In ChatGPT on the web, open “Settings”, “Apps”, “Advanced settings” and switch “Developer mode” on. Press “Create app” and enter a name and the MCP URL. Choose OAuth.',
  copy: [nameField(values), mcpUrlField(values)],
});

const chatGpt: Guide = {
  id: 'chatgpt',
  name: 'ChatGPT',
  callsFrom: 'cloud',
  presetId: 'chatgpt',
  needsSecret: false,
  ways: (values) => [
    way('key', 'reported', [
      createApp(values),
      {
        say: 'Open the “Advanced settings” of its authentication, choose “User-defined OAuth client” and paste the Client ID.',
        copy: [clientIdField(values)],
      },
      {
        say: 'If ChatGPT shows a Callback URL that ends with an id of its own, add it to the key here before you go on.',
        showsCallback: true,
      },
      { say: 'Press “Create” and sign in. In a chat, pick the app under +.' },
    ]),
    way('address', 'reported', [
      createApp(values),
      { say: 'Confirm the warning, press “Create” and sign in. In a chat, pick the app under +.' },
    ]),
  ],
  notes: ['Developer mode exists in paid plans. It moves between releases: look for “Connectors” if there is no “Apps”.'],
};

const addPerplexity = (values: GuideValues): GuideStep => ({
  say: 'Open your account settings, “Connectors”, “+ Custom connector” and choose “Remote”. Enter a name and the MCP URL; choose “Streamable HTTP”.',
  copy: [nameField(values), mcpUrlField(values)],
});

const perplexity: Guide = {
  id: 'perplexity',
  name: 'Perplexity',
  callsFrom: 'cloud',
  presetId: 'perplexity',
  needsSecret: false,
  ways: (values) => [
    way('key', 'unsure', [
      addPerplexity(values),
      { say: 'Choose OAuth and paste the Client ID where its settings ask for one.', copy: [clientIdField(values)] },
      { say: 'Tick the risk box, press “Add”, then press the card to sign in.' },
    ]),
    way('address', 'reported', [
      addPerplexity(values),
      { say: 'Choose OAuth, tick the risk box, press “Add”, then press the card to sign in.' },
    ]),
  ],
  notes: ['Switch the connector on in each thread that should use it.', 'In an organisation an admin may have to allow connectors first.'],
};

const addTool = (values: GuideValues): GuideStep => ({
  say: 'In your agent, open “Tools”, “Add a tool”, “New tool”, “Model Context Protocol”. Enter a name, a description and the MCP URL.',
  copy: [nameField(values), mcpUrlField(values)],
});

const copilotStudio: Guide = {
  id: 'copilot-studio',
  name: 'Microsoft Copilot Studio',
  callsFrom: 'cloud',
  presetId: null,
  needsSecret: true,
  ways: (values) => [
    way('key', 'confirmed', [
      addTool(values),
      {
        say: 'Choose “OAuth 2.0”, then “Manual”. Its form asks for a secret, so use a confidential key. Paste these values; the token address goes into “Refresh URL” too.',
        copy: [
          clientIdField(values),
          { label: 'Authorization URL', value: `${values.appUrl}/oauth/authorize` },
          { label: 'Token URL', value: `${values.appUrl}/oauth/token` },
          { label: 'Scopes', value: 'mcp:read offline_access' },
        ],
      },
      { say: 'Press “Create”. Copy the callback that it shows and add it to the key here, then press “Next”.', showsCallback: true },
      { say: 'Choose “Create a new connection”, sign in, and press “Add to agent”.' },
    ]),
    way('address', 'confirmed', [
      addTool(values),
      { say: 'Choose “OAuth 2.0”, then “Dynamic discovery”, and press “Create”, then “Next”.' },
      { say: 'Choose “Create a new connection”, sign in, and press “Add to agent”.' },
    ]),
    way('token', 'unsure', [
      addTool(values),
      {
        say: 'Choose “API key”, then “Header”, and enter this header. You type its value when you create the connection.',
        copy: [
          { label: 'Header', value: 'Authorization' },
          { label: 'Value', value: BEARER },
        ],
      },
    ]),
  ],
  notes: ['Only agents of Copilot Studio can add a server; the Copilot apps for everybody cannot.'],
};

export const HOSTED_GUIDES = { claude, claudeDesktop, chatGpt, perplexity, copilotStudio };

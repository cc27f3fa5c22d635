// Every address of the product (contract §3–6), written once.

export const routes = {
  home: () => '/',
  signUp: () => '/sign-up',
  signIn: () => '/sign-in',
  passkeySignIn: () => '/sign-in/passkey',
  providerSignIn: () => '/sign-in/provider',
  providerCallback: () => '/sign-in/provider/callback',
  forgotPassword: () => '/forgot-password',
  resetPassword: (token?: string) => (token === undefined ? '/reset-password' : `/reset-password?token=${encodeURIComponent(token)}`),
  signOut: () => '/sign-out',
  account: () => '/account',
  keys: () => '/api-keys',
  newKey: () => '/api-keys/new',
  key: (clientId: string) => `/api-keys/${encodeURIComponent(clientId)}`,
  aiClients: () => '/ai-clients',
  aiClient: (grantId: string) => `/ai-clients/${encodeURIComponent(grantId)}`,
  accessTokens: () => '/access-tokens',
  newAccessToken: () => '/access-tokens/new',
  platform: () => '/platform',
  sharing: () => '/sharing',
  authorize: () => '/oauth/authorize',
  consent: (requestId?: string) => (requestId === undefined ? '/oauth/consent' : `/oauth/consent?request=${encodeURIComponent(requestId)}`),
  token: () => '/oauth/token',
  revoke: () => '/oauth/revoke',
  register: () => '/oauth/register',
  registration: (clientId: string) => `/oauth/register?client_id=${encodeURIComponent(clientId)}`,
  jwks: () => '/oauth/jwks',
  doc: (slug: string) => `/docs/${slug}`,
  introspect: () => '/oauth/introspect',
  openApi: () => '/api/v1/openapi.json',
  mintUserToken: () => '/auth/tokens/user',
  gatewayCallback: () => '/auth/callback',
  mcp: () => '/mcp',
  /** With the token in it, or the pattern of such addresses. server.mjs keeps the token out of the log. */
  mcpUrl: (token = '{token}') => `/mcp/u/${token}`,
  authorizationServerMetadata: () => '/.well-known/oauth-authorization-server',
  openidConfiguration: () => '/.well-known/openid-configuration',
  protectedResourceMetadata: () => '/.well-known/oauth-protected-resource',
  api: {
    keys: () => '/api/keys',
    key: (clientId: string) => `/api/keys/${encodeURIComponent(clientId)}`,
    keySecret: (clientId: string) => `/api/keys/${encodeURIComponent(clientId)}/secret`,
    keyState: (clientId: string) => `/api/keys/${encodeURIComponent(clientId)}/state`,
    aiClients: () => '/api/ai-clients',
    aiClient: (grantId: string) => `/api/ai-clients/${encodeURIComponent(grantId)}`,
    aiClientConsent: (grantId: string) => `/api/ai-clients/${encodeURIComponent(grantId)}/consent`,
    aiClientRights: (grantId: string) => `/api/ai-clients/${encodeURIComponent(grantId)}/rights`,
    accessTokens: () => '/api/access-tokens',
    accessToken: (id: string) => `/api/access-tokens/${encodeURIComponent(id)}`,
    platforms: () => '/api/platforms',
    platformState: (id: string) => `/api/platforms/${encodeURIComponent(id)}/state`,
    platformSecret: (id: string) => `/api/platforms/${encodeURIComponent(id)}/secret`,
    platformUsers: (id: string) => `/api/platforms/${encodeURIComponent(id)}/users`,
    platformUserState: (id: string, userId: string) => `/api/platforms/${encodeURIComponent(id)}/users/${encodeURIComponent(userId)}/state`,
    platformUserSecret: (id: string, userId: string) =>
      `/api/platforms/${encodeURIComponent(id)}/users/${encodeURIComponent(userId)}/secret`,
    platformMint: (id: string, mintId: string) => `/api/platforms/${encodeURIComponent(id)}/mints/${encodeURIComponent(mintId)}`,
    webhooks: (id: string) => `/api/platforms/${encodeURIComponent(id)}/webhooks`,
    webhook: (id: string, endpointId: string) => `/api/platforms/${encodeURIComponent(id)}/webhooks/${encodeURIComponent(endpointId)}`,
    webhookSecret: (id: string, endpointId: string) =>
      `/api/platforms/${encodeURIComponent(id)}/webhooks/${encodeURIComponent(endpointId)}/secret`,
    webhookTest: (id: string, endpointId: string) =>
      `/api/platforms/${encodeURIComponent(id)}/webhooks/${encodeURIComponent(endpointId)}/test`,
    webhookDelivery: (id: string, deliveryId: string) =>
      `/api/platforms/${encodeURIComponent(id)}/webhook-deliveries/${encodeURIComponent(deliveryId)}`,
    sharing: () => '/api/sharing',
    posts: () => '/api/sharing/posts',
    post: (postId: string) => `/api/sharing/posts/${encodeURIComponent(postId)}`,
    session: (sessionId: string) => `/api/sessions/${encodeURIComponent(sessionId)}`,
    password: () => '/api/password',
    provider: () => '/api/provider',
    passkeys: () => '/api/passkeys',
    passkeyOptions: () => '/api/passkeys/options',
    passkey: (passkeyId: string) => `/api/passkeys/${encodeURIComponent(passkeyId)}`,
    passkeySignIn: () => '/api/passkey-sign-in',
    passkeySignInOptions: () => '/api/passkey-sign-in/options',
  },
} as const;

const WHOLE_DOCUMENTS = [
  routes.signIn(),
  routes.signUp(),
  routes.signOut(),
  routes.forgotPassword(),
  routes.resetPassword(),
  '/oauth/',
  '/auth/',
  '/api/',
];

/** Whether the address is answered by the endpoint table with a document of its own (a script-free page, JSON), not by a Next page. */
export function isWholeDocument(href: string): boolean {
  const path = href.split(/[?#]/, 1)[0] ?? '';
  if (path === routes.passkeySignIn()) return false;
  return WHOLE_DOCUMENTS.some((start) => path === start || path.startsWith(start.endsWith('/') ? start : `${start}/`));
}

import { describe, expect, it } from 'vitest';
import { DocumentError, readMetadataDocument } from './metadata-document';
import { SHIPPED_DOCUMENTS, shippedDocument } from './shipped-documents';

const ID = 'https://app.example/client.json';
const APP_URL = 'https://center.example';
const document = (members: Record<string, unknown> = {}) => ({ client_id: ID, redirect_uris: ['https://app.example/cb'], ...members });
const read = (json: unknown) => readMetadataDocument(ID, json, APP_URL);
const problem = (json: unknown) => {
  try {
    read(json);
    return null;
  } catch (thrown) {
    return thrown instanceof DocumentError ? thrown.reason : thrown;
  }
};

describe('CM-3: a document', () => {
  it('makes a client of its name and addresses', () => {
    expect(read(document({ client_name: 'App', scope: 'account:read mcp:*' }))).toEqual({
      name: 'App',
      redirectUris: ['https://app.example/cb'],
      scopeNames: ['account:read', 'mcp:*'],
      keysHash: null,
    });
  });

  it.each([`${ID}/`, 'https://APP.example/client.json', 'https://app.example:443/client.json', 'https://app.example/Client.json', ''])(
    'must name the URL it is at, character by character: not %j',
    (clientId) => {
      expect(problem(document({ client_id: clientId }))).toBe('client_id_differs');
    },
  );

  it.each([
    null,
    'text',
    7,
    [],
    {},
    { client_id: ID },
    { client_id: ID, redirect_uris: [] },
    { client_id: ID, redirect_uris: 'https://app.example/cb' },
    { client_id: ID, redirect_uris: [7] },
    { redirect_uris: ['https://app.example/cb'] },
  ])('is not %j', (json) => {
    expect(problem(json)).toBe('shape');
  });

  it.each([
    'javascript:alert(1)',
    'data:text/html,x',
    'http://app.example/cb',
    'https://app.example/cb#x',
    'https://user@app.example/cb',
    '/cb',
    '',
  ])('T4: is spoiled by the redirect URI %j', (uri) => {
    expect(problem(document({ redirect_uris: ['https://app.example/cb', uri] }))).toBe('redirect_uri');
  });

  it('AZ-4: leaves out app schemes that nobody vouches for, and needs another address', () => {
    expect(
      read(document({ redirect_uris: ['evil://cb', 'http://127.0.0.1/cb', 'cursor://anysphere.cursor-mcp/oauth/callback'] })).redirectUris,
    ).toEqual(['http://127.0.0.1/cb', 'cursor://anysphere.cursor-mcp/oauth/callback']);
    expect(problem(document({ redirect_uris: ['evil://cb'] }))).toBe('redirect_uri');
  });

  it('falls back to its host for a name that is missing or unreadable', () => {
    for (const client_name of [undefined, '', ' \u202e\u200b ', 7, null]) expect(read(document({ client_name })).name).toBe('app.example');
  });
});

describe('CM-4: nothing symmetric', () => {
  it.each(['client_secret', 'client_secret_expires_at', 'client_secret_anything'])('no %s', (member) => {
    expect(problem(document({ [member]: '' }))).toBe('has_secret');
  });

  it.each(['client_secret_basic', 'client_secret_post', 'client_secret_jwt'])('no %s, whatever else it lists', (method) => {
    expect(problem(document({ token_endpoint_auth_method: method, token_endpoint_auth_methods_supported: ['none'] }))).toBe(
      'symmetric_method',
    );
  });
});

describe('CM-10: unknown members and methods', () => {
  it('ignores members, grant types and response types it does not know', () => {
    const rest = {
      grant_types: ['urn:ietf:params:oauth:grant-type:jwt-bearer'],
      response_types: 7,
      logo_uri: 'javascript:alert(1)',
      x: {},
    };
    expect(read(document(rest)).redirectUris).toHaveLength(1);
  });

  it('takes the method that both know when the preferred one is not known here', () => {
    const jwt = { token_endpoint_auth_method: 'private_key_jwt', jwks_uri: 'https://app.example/jwks.json' };
    expect(read(document({ ...jwt, token_endpoint_auth_methods_supported: ['private_key_jwt', 'none'] })).redirectUris).toHaveLength(1);
    expect(problem(document(jwt))).toBe('method_unsupported');
    expect(problem(document({ ...jwt, token_endpoint_auth_methods_supported: ['private_key_jwt'] }))).toBe('method_unsupported');
    expect(problem(document({ token_endpoint_auth_method: 'tls_client_auth' }))).toBe('method_unsupported');
  });

  it('takes a document that names no method as a public client', () => {
    expect(problem(document())).toBeNull();
  });

  it('notices other keys', () => {
    const hashes = [
      document(),
      document({ jwks_uri: 'https://a.example/1' }),
      document({ jwks_uri: 'https://a.example/2' }),
      document({ jwks: { keys: [] } }),
    ];
    expect(new Set(hashes.map((json) => read(json).keysHash)).size).toBe(4);
  });
});

describe('CM-12: the shipped documents', () => {
  it.each(SHIPPED_DOCUMENTS.map(({ clientId }) => clientId.replace('{id}', 'a_i5wvGYQhYa')))('%s is a valid document', (clientId) => {
    const client = readMetadataDocument(clientId, shippedDocument(clientId), APP_URL);
    expect(client.redirectUris.length).toBeGreaterThan(0);
    expect(client.redirectUris.join(' ')).not.toContain('{');
  });

  it('carries the id of the URL over to the callback', () => {
    expect(shippedDocument('https://chatgpt.com/oauth/codex/a_i5wvGYQhYa/client.json')).toMatchObject({
      client_name: 'Codex',
      redirect_uris: ['http://127.0.0.1/callback/a_i5wvGYQhYa'],
    });
    expect(shippedDocument('https://chatgpt.com/oauth/codex/client.json')).toMatchObject({ client_name: 'Codex' });
    expect(shippedDocument('https://chatgpt.com/oauth/tU1UVEq8rRTK/client.json')).toMatchObject({ client_name: 'ChatGPT' });
  });

  it.each([
    'https://chatgpt.com/oauth/a/b/client.json',
    'https://chatgpt.com/oauth//client.json',
    'https://chatgpt.com/oauth/codex/a%2Fb/client.json',
    'https://chatgpt.com.evil.test/oauth/client.json',
    'https://chatgpt.com/oauth/client.json?x=1',
    'https://chatgptxcom/oauth/client.json',
    'https://claude.ai/oauth/claude-code-client-metadata/',
    'https://github.com/someone/cli/client-metadata.json',
  ])('there is none for %s', (clientId) => {
    expect(shippedDocument(clientId)).toBeNull();
  });
});

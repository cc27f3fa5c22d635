import { describe, expect, it } from 'vitest';
import { RegistrationError, readRegistration } from './registration-metadata';

const options = {
  appUrl: 'https://center.example',
  parseScope: (text: string) => text.split(' ').filter((name) => name.endsWith(':read')),
};
const redirect_uris = ['https://app.example/cb'];
const read = (members: Record<string, unknown> = {}) => readRegistration({ redirect_uris, ...members }, options);
const code = (json: unknown) => {
  try {
    readRegistration(json, options);
    return null;
  } catch (thrown) {
    return thrown instanceof RegistrationError ? thrown.code : thrown;
  }
};

describe('RFC 7591 §2: members that are left out', () => {
  it('have their default', () => {
    expect(read()).toEqual({
      redirect_uris,
      client_name: 'Unnamed app',
      grant_types: ['authorization_code'],
      response_types: ['code'],
      token_endpoint_auth_method: 'client_secret_basic',
      application_type: 'web',
    });
  });

  it('may be null or empty text just as well', () => {
    expect(read({ scope: '', client_uri: '', logo_uri: null, grant_types: null, token_endpoint_auth_method: null })).toEqual(read());
  });
});

describe('RFC 7591 §3.2.1: what is accepted is told back', () => {
  it('with unknown members, grant types and scopes dropped', () => {
    const told = read({
      client_name: 'App',
      client_uri: 'https://app.example',
      contacts: ['ops@app.example'],
      software_id: 'id',
      software_version: '1',
      grant_types: ['urn:ietf:params:oauth:grant-type:device_code', 'refresh_token', 'authorization_code'],
      response_types: ['token', 'code'],
      token_endpoint_auth_method: 'none',
      scope: 'account:read openid',
      jwks_uri: 'https://app.example/jwks',
      x: 1,
    });
    expect(told).toEqual({
      redirect_uris,
      client_name: 'App',
      client_uri: 'https://app.example',
      contacts: ['ops@app.example'],
      software_id: 'id',
      software_version: '1',
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      token_endpoint_auth_method: 'none',
      application_type: 'web',
      scope: 'account:read',
    });
  });
});

describe('invalid_redirect_uri (RFC 7591 §3.2.2)', () => {
  it.each([
    ...['javascript:alert(1)', 'data:text/html,<script>', 'vbscript:x', 'file:///etc/passwd', 'blob:https://app.example/x'],
    ...[
      'http://app.example/cb',
      'https://app.example/cb#x',
      'https://user@app.example/cb',
      'https://app.example/*',
      'evil://cb',
      '/cb',
      '',
    ],
    ...[
      'http://127.0.0.1.evil.test/cb',
      'http://localhost@evil.test/cb',
      'cursor://anysphere.cursor-mcp/oauth/callback/',
      'cursor://other',
    ],
  ])('T4, AZ-4: %j spoils the whole list', (uri) => {
    expect(code({ redirect_uris: ['https://app.example/cb', uri] })).toBe('invalid_redirect_uri');
  });

  it.each([
    ['none', {}],
    ['an empty list', { redirect_uris: [] }],
    ['no list', { redirect_uris: 'https://app.example/cb' }],
    ['other things in it', { redirect_uris: [7] }],
    ['more than ten', { redirect_uris: Array.from({ length: 11 }, (_none, n) => `https://app.example/${n}`) }],
  ])('%s', (_what, json) => {
    expect(code(json)).toBe('invalid_redirect_uri');
  });

  it('takes ten, and one given twice once', () => {
    expect(read({ redirect_uris: Array.from({ length: 10 }, (_none, n) => `https://app.example/${n}`) }).redirect_uris).toHaveLength(10);
    expect(read({ redirect_uris: ['https://app.example/cb', 'https://app.example/cb'] }).redirect_uris).toEqual(redirect_uris);
  });
});

describe('invalid_client_metadata (RFC 7591 §3.2.2)', () => {
  it.each<[string, unknown]>([
    ['a body that is no object', []],
    ['null', null],
    ['text', 'x'],
    ['a name that is no text', { redirect_uris, client_name: {} }],
    ['a name of 201 characters', { redirect_uris, client_name: 'a'.repeat(201) }],
    ['grants without the code', { redirect_uris, grant_types: ['client_credentials', 'refresh_token'] }],
    ['responses without the code', { redirect_uris, response_types: ['token'] }],
    ['an unknown method', { redirect_uris, token_endpoint_auth_method: 'private_key_jwt' }],
    ['half a character', { redirect_uris, software_id: '\ud800' }],
    ['a null character', { redirect_uris, contacts: ['\0'] }],
  ])('%s', (_what, json) => {
    expect(code(json)).toBe('invalid_client_metadata');
  });
});

describe('T4: addresses that a person could be led to', () => {
  const members = ['client_uri', 'logo_uri', 'tos_uri', 'policy_uri'];
  it.each(['javascript:alert(1)', 'data:text/html,x', 'file:///etc/passwd', 'not an address', 7])('%j is no page of an app', (value) => {
    for (const member of members) expect(code({ redirect_uris, [member]: value })).toBe('invalid_client_metadata');
  });
});

describe('software statements (RFC 7591 §2.3)', () => {
  it('are told apart: not one, and one of nobody we trust', () => {
    expect(code({ redirect_uris, software_statement: 'x' })).toBe('invalid_software_statement');
    expect(code({ redirect_uris, software_statement: 7 })).toBe('invalid_software_statement');
    expect(code({ redirect_uris, software_statement: 'eyJh.eyJp.c2ln' })).toBe('unapproved_software_statement');
  });
});

describe('application_type', () => {
  it.each([
    [['https://app.example/cb'], 'web'],
    [['http://localhost:1/cb'], 'native'],
    [['https://app.example/cb', 'http://127.0.0.1/'], 'native'],
    [['cursor://anysphere.cursor-mcp/oauth/callback'], 'native'],
    [['https://localhost/cb'], 'native'],
  ])('of %j is inferred as %s', (uris, type) => {
    expect(read({ redirect_uris: uris }).application_type).toBe(type);
    expect(read({ redirect_uris: uris, application_type: 'desktop' }).application_type).toBe(type);
  });

  it('web refuses loopback and app addresses, native takes https', () => {
    for (const uri of ['http://localhost/cb', 'http://[::1]/cb', 'https://127.0.0.1/cb', 'cursor://anysphere.cursor-mcp/oauth/callback']) {
      expect(code({ redirect_uris: [uri], application_type: 'web' })).toBe('invalid_redirect_uri');
    }
    expect(read({ application_type: 'native' }).application_type).toBe('native');
  });
});

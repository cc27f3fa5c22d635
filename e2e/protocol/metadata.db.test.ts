// Discovery: rows PR-1 to PR-8, the table of §1.3, and the mistake T9 of the requirements.
import { request } from 'node:http';
import { describe, expect, it } from 'vitest';
import { startTestServer } from '@/lib/testing/server';

const { origin } = await startTestServer();
const READ = ['account:read', 'market:read', 'research:read'];

async function get(path: string, headers: Record<string, string> = {}) {
  const answer = await fetch(origin + path, { headers });
  return { status: answer.status, headers: answer.headers, body: (await answer.json()) as Record<string, unknown> };
}

/** Members with null or empty values anywhere: strict client schemas refuse them. */
function emptyMembers(value: unknown): string[] {
  if (value === null || value === '') return ['here'];
  if (!(value instanceof Object)) return [];
  return Object.entries(value).flatMap(([name, inner]) => emptyMembers(inner).map((path) => `${name}.${path}`));
}

describe('protected resource metadata (RFC 9728)', () => {
  it('PR-1 is at the path form, as JSON, without a token', async () => {
    const { status, headers } = await get('/.well-known/oauth-protected-resource/mcp');
    expect([status, headers.get('content-type')]).toEqual([200, 'application/json']);
  });

  it('PR-2 is the same document at the root form', async () => {
    const [path, root] = [await get('/.well-known/oauth-protected-resource/mcp'), await get('/.well-known/oauth-protected-resource')];
    expect(root.body).toEqual(path.body);
  });

  it('PR-3 to PR-6 has exactly these members', async () => {
    const { body } = await get('/.well-known/oauth-protected-resource/mcp');
    expect(body).toEqual({
      resource: `${origin}/mcp`,
      authorization_servers: [origin],
      scopes_supported: READ,
      bearer_methods_supported: ['header'],
      resource_name: 'Client Center',
      resource_documentation: `${origin}/docs/quick-start`,
      resource_policy_uri: `${origin}/docs/security`,
    });
  });

  it('PR-3 each resource has its own', async () => {
    expect((await get('/.well-known/oauth-protected-resource/api/v1')).body.resource).toBe(`${origin}/api/v1`);
  });

  it('PR-7 any page may read it, for five minutes', async () => {
    const { headers } = await get('/.well-known/oauth-protected-resource/mcp', { origin: 'https://inspector.example' });
    expect(headers.get('access-control-allow-origin')).toBe('*');
    expect(headers.get('cache-control')).toBe('public, max-age=300');
    const preflight = await fetch(`${origin}/.well-known/oauth-protected-resource/mcp`, {
      method: 'OPTIONS',
      headers: { origin: 'https://inspector.example', 'access-control-request-headers': 'mcp-protocol-version' },
    });
    expect([preflight.status, preflight.headers.get('access-control-allow-headers')]).toEqual([204, '*, authorization']);
  });

  it.each([
    '/.well-known/oauth-protected-resource/other',
    '/.well-known/oauth-protected-resource/mcp/',
    '/.well-known/oauth-authorization-server/other',
    '/.well-known/openid-configuration/other',
    '/.well-known/anything',
  ])('PR-8 %s answers 404 as JSON', async (path) => {
    const { status, headers, body } = await get(path);
    expect([status, headers.get('content-type'), body]).toEqual([404, 'application/json', { error: 'not_found' }]);
  });
});

describe('authorization server metadata (RFC 8414)', () => {
  const expected = {
    issuer: origin,
    authorization_endpoint: `${origin}/oauth/authorize`,
    token_endpoint: `${origin}/oauth/token`,
    registration_endpoint: `${origin}/oauth/register`,
    client_id_metadata_document_supported: true,
    revocation_endpoint: `${origin}/oauth/revoke`,
    revocation_endpoint_auth_methods_supported: ['none', 'client_secret_basic', 'client_secret_post'],
    introspection_endpoint: `${origin}/oauth/introspect`,
    introspection_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
    response_types_supported: ['code'],
    response_modes_supported: ['query'],
    grant_types_supported: ['authorization_code', 'refresh_token'],
    code_challenge_methods_supported: ['S256'],
    token_endpoint_auth_methods_supported: ['none', 'client_secret_basic', 'client_secret_post'],
    authorization_response_iss_parameter_supported: true,
    scopes_supported: [...READ, 'offline_access'],
    ui_locales_supported: ['en'],
  };

  it.each(['', '/mcp', '/api/v1'])('is at /.well-known/oauth-authorization-server%s and lists what exists', async (suffix) => {
    const { status, headers, body } = await get(`/.well-known/oauth-authorization-server${suffix}`);
    expect([status, headers.get('content-type'), headers.get('access-control-allow-origin')]).toEqual([200, 'application/json', '*']);
    expect(body).toEqual(expected);
  });

  it.each(['/.well-known/openid-configuration', '/.well-known/openid-configuration/mcp', '/mcp/.well-known/openid-configuration'])(
    '%s has the same values and the members OpenID Connect clients insist on',
    async (path) => {
      const { body } = await get(path);
      expect(body).toEqual({
        ...expected,
        jwks_uri: `${origin}/oauth/jwks`,
        subject_types_supported: ['public'],
        id_token_signing_alg_values_supported: ['ES256'],
      });
      expect((await get('/oauth/jwks')).body).toEqual({ keys: [expect.objectContaining({ kty: 'EC', alg: 'ES256', use: 'sig' })] });
    },
  );

  it('no member is null or empty', async () => {
    for (const path of ['oauth-authorization-server', 'openid-configuration', 'oauth-protected-resource']) {
      expect(emptyMembers((await get(`/.well-known/${path}`)).body)).toEqual([]);
    }
  });

  it('every endpoint it names answers', async () => {
    for (const [name, url] of Object.entries(expected)) {
      if (name.endsWith('_endpoint')) expect((await fetch(String(url), { method: 'PATCH' })).status).toBe(405);
    }
  });

  it('T9 forged host headers change no byte', async () => {
    const forged = {
      'x-forwarded-host': 'evil.example',
      'x-forwarded-proto': 'https',
      forwarded: 'host=evil.example',
      'x-original-host': 'evil.example',
    };
    for (const path of [
      '/.well-known/oauth-authorization-server',
      '/.well-known/oauth-protected-resource/mcp',
      '/.well-known/openid-configuration',
    ]) {
      expect((await get(path, forged)).body).toEqual((await get(path)).body);
    }
  });

  it('T9 a forged Host is not believed either', async () => {
    const { port } = new URL(origin);
    const body = await new Promise<string>((resolve, reject) => {
      const options = { host: '127.0.0.1', port, path: '/.well-known/oauth-authorization-server', headers: { host: 'evil.example' } };
      request(options, (answer) => answer.setEncoding('utf8').on('data', resolve))
        .on('error', reject)
        .end();
    });
    expect(JSON.parse(body)).toEqual(expected);
  });

  it('TK-12 offline_access is listed by the authorization server only', async () => {
    expect(JSON.stringify((await get('/.well-known/oauth-protected-resource/mcp')).body)).not.toContain('offline_access');
  });

  it('other methods are refused', async () => {
    for (const method of ['POST', 'DELETE']) {
      expect((await fetch(`${origin}/.well-known/oauth-authorization-server`, { method })).status).toBe(405);
    }
  });
});

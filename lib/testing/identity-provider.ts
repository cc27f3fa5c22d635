// An OpenID Connect provider on a free port: real HTTP, real signatures, PKCE and client authentication checked. Its answers can be bent.
import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';

export type Bend = Readonly<{
  claims?: Record<string, unknown>;
  withOtherKey?: boolean;
  withoutIdToken?: boolean;
  issuedSecondsAgo?: number;
}>;

export type Person = Readonly<{ sub: string; email?: string; email_verified?: boolean }>;

type Code = { person: Person; bend: Bend; asked: URLSearchParams };

export class IdentityProvider {
  issuer = '';
  isAway = false;
  readonly clientId = 'client-center';
  readonly clientSecret = 'a secret: with/odd characters';
  readonly #codes = new Map<string, Code>();
  readonly #keys = generateKeyPair('ES256');
  readonly #otherKeys = generateKeyPair('ES256');

  get environment() {
    return { OIDC_ISSUER: this.issuer, OIDC_CLIENT_ID: this.clientId, OIDC_CLIENT_SECRET: this.clientSecret };
  }

  /** Signs the person in for the request that the browser was sent here with. @returns where the browser goes back to */
  approve(location: string | null, person: Person, bend: Bend = {}): URL {
    const asked = new URL(location ?? '').searchParams;
    const code = `code-${this.#codes.size}`;
    this.#codes.set(code, { person, bend, asked });
    const back = new URL(asked.get('redirect_uri') ?? '');
    back.search = new URLSearchParams({ code, state: asked.get('state') ?? '', iss: this.issuer }).toString();
    return back;
  }

  async answer(path: string, body: URLSearchParams, authorization: string): Promise<{ status: number; body: unknown }> {
    if (this.isAway) return { status: 503, body: {} };
    if (path === '/.well-known/openid-configuration') return { status: 200, body: this.#metadata() };
    if (path === '/jwks') {
      const { publicKey } = await this.#keys;
      return { status: 200, body: { keys: [{ ...(await exportJWK(publicKey)), kid: 'one', alg: 'ES256', use: 'sig' }] } };
    }
    return path === '/token' ? this.#token(body, authorization) : { status: 404, body: {} };
  }

  #metadata() {
    return {
      issuer: this.issuer,
      authorization_endpoint: `${this.issuer}/authorize`,
      token_endpoint: `${this.issuer}/token`,
      jwks_uri: `${this.issuer}/jwks`,
      response_types_supported: ['code'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['ES256'],
      authorization_response_iss_parameter_supported: true,
      code_challenge_methods_supported: ['S256'],
    };
  }

  async #token(body: URLSearchParams, authorization: string) {
    const code = this.#codes.get(body.get('code') ?? '');
    this.#codes.delete(body.get('code') ?? '');
    const secret = Buffer.from(authorization.replace(/^Basic /, ''), 'base64')
      .toString()
      .split(':')
      .map(decode);
    const challenge = createHash('sha256')
      .update(body.get('code_verifier') ?? '')
      .digest('base64url');
    const isGood =
      code &&
      secret[0] === this.clientId &&
      secret[1] === this.clientSecret &&
      challenge === code.asked.get('code_challenge') &&
      body.get('redirect_uri') === code.asked.get('redirect_uri');
    if (!isGood) return { status: 400, body: { error: 'invalid_grant' } };
    const idToken = code.bend.withoutIdToken ? {} : { id_token: await this.#idToken(code) };
    return { status: 200, body: { access_token: 'at', token_type: 'Bearer', expires_in: 60, ...idToken } };
  }

  async #idToken({ person, bend, asked }: Code): Promise<string> {
    const now = Math.floor(Date.now() / 1000) - (bend.issuedSecondsAgo ?? 0);
    const claims = {
      iss: this.issuer,
      aud: this.clientId,
      iat: now,
      exp: now + 300,
      auth_time: now,
      nonce: asked.get('nonce'),
      ...person,
      ...bend.claims,
    };
    const { privateKey } = await (bend.withOtherKey ? this.#otherKeys : this.#keys);
    return new SignJWT(claims).setProtectedHeader({ alg: 'ES256', kid: 'one' }).sign(privateKey);
  }
}

const decode = (text: string) => decodeURIComponent(text.replaceAll('+', ' '));

/** Listens until the process ends, and does not keep it. */
export async function startIdentityProvider(): Promise<IdentityProvider> {
  const provider = new IdentityProvider();
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const form = new URLSearchParams(Buffer.concat(chunks).toString());
    const { status, body } = await provider.answer(request.url ?? '', form, request.headers.authorization ?? '');
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  provider.issuer = `http://localhost:${(server.address() as AddressInfo).port}`;
  server.unref();
  return provider;
}

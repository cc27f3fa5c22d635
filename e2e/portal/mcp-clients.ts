// AI clients as the field builds them: the MCP SDKs v1 and v2 with their own OAuth provider interfaces, and a loopback callback.
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  Client as ClientV2,
  StreamableHTTPClientTransport as TransportV2,
  UnauthorizedError as UnauthorizedV2,
} from '@modelcontextprotocol/client';
import { UnauthorizedError as UnauthorizedV1 } from '@modelcontextprotocol/sdk/client/auth.js';
import { Client as ClientV1 } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport as TransportV1 } from '@modelcontextprotocol/sdk/client/streamableHttp.js';

/** A listener on a free loopback port, as a command-line client opens for its redirect. */
export async function listenForCallback(): Promise<{ redirectUri: string; received: Promise<URLSearchParams>; close: () => void }> {
  let receive: (parameters: URLSearchParams) => void = () => undefined;
  const received = new Promise<URLSearchParams>((resolve) => {
    receive = resolve;
  });
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    if (url.pathname === '/callback') receive(url.searchParams);
    response.end('You can close this window.');
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  return { redirectUri: `http://127.0.0.1:${port}/callback`, received, close: () => server.close() };
}

type Tokens = { access_token: string; token_type: string; refresh_token?: string };

/** The provider both SDKs ask: a pre-registered public client that keeps everything in memory. */
export class StoredClient {
  authorizationUrl: URL | null = null;
  savedTokens: Tokens | undefined;
  readonly expectedState = randomUUID();
  #verifier = '';

  constructor(
    readonly clientId: string,
    readonly redirectUrl: string,
  ) {}

  get clientMetadata() {
    return { client_name: 'Journey', redirect_uris: [this.redirectUrl], token_endpoint_auth_method: 'none' };
  }
  state = () => this.expectedState;
  clientInformation = () => ({ client_id: this.clientId });
  tokens = () => this.savedTokens;
  saveTokens = (tokens: Tokens) => {
    this.savedTokens = tokens;
  };
  redirectToAuthorization = (url: URL) => {
    this.authorizationUrl = url;
  };
  saveCodeVerifier = (verifier: string) => {
    this.#verifier = verifier;
  };
  codeVerifier = () => this.#verifier;
}

export type ToolCaller = Readonly<{
  toolNames: () => Promise<string[]>;
  call: (name: string, input: Record<string, unknown>) => Promise<{ isError: boolean; structured: Record<string, unknown> }>;
  close: () => Promise<void>;
}>;

/** One SDK generation: how it starts signing in, and how it connects once it may. */
export type Generation = Readonly<{
  name: string;
  /** Connects without a token; the provider then holds the authorization URL. */
  begin: (url: string, client: StoredClient) => Promise<void>;
  finish: (url: string, client: StoredClient, callback: URLSearchParams) => Promise<void>;
  connect: (url: string, client: StoredClient) => Promise<ToolCaller>;
}>;

const clientInfo = { name: 'journey', version: '1.0.0' };

export const sdkV1: Generation = {
  name: 'SDK v1 (2025-11-25)',
  begin: async (url, client) => {
    await new ClientV1(clientInfo).connect(new TransportV1(new URL(url), { authProvider: client })).then(
      () => Promise.reject(new Error('connected without a token')),
      (thrown: unknown) => (thrown instanceof UnauthorizedV1 ? undefined : Promise.reject(thrown)),
    );
  },
  finish: (url, client, callback) => new TransportV1(new URL(url), { authProvider: client }).finishAuth(callback.get('code') ?? ''),
  connect: async (url, client) => {
    const connected = new ClientV1(clientInfo);
    await connected.connect(new TransportV1(new URL(url), { authProvider: client }));
    return {
      toolNames: async () => (await connected.listTools()).tools.map(({ name }) => name),
      call: async (name, input) => {
        const { isError, structuredContent } = await connected.callTool({ name, arguments: input });
        return { isError: isError === true, structured: (structuredContent ?? {}) as Record<string, unknown> };
      },
      close: () => connected.close(),
    };
  },
};

export const sdkV2: Generation = {
  name: 'SDK v2 (2026-07-28)',
  begin: async (url, client) => {
    await newV2()
      .connect(new TransportV2(new URL(url), { authProvider: client }))
      .then(
        () => Promise.reject(new Error('connected without a token')),
        (thrown: unknown) => (thrown instanceof UnauthorizedV2 ? undefined : Promise.reject(thrown)),
      );
  },
  finish: (url, client, callback) => new TransportV2(new URL(url), { authProvider: client }).finishAuth(callback),
  connect: async (url, client) => {
    const connected = newV2();
    await connected.connect(new TransportV2(new URL(url), { authProvider: client }));
    return {
      toolNames: async () => (await connected.listTools()).tools.map(({ name }) => name),
      call: async (name, input) => {
        const { isError, structuredContent } = await connected.callTool({ name, arguments: input });
        return { isError: isError === true, structured: (structuredContent ?? {}) as Record<string, unknown> };
      },
      close: () => connected.close(),
    };
  },
};

function newV2(): ClientV2 {
  return new ClientV2(clientInfo, { versionNegotiation: { mode: 'auto' } });
}

// The real MCP SDK clients, old and new, in every mode they offer, and a plain POST for what they would never send.
import { Client as ClientV2, StreamableHTTPClientTransport as TransportV2 } from '@modelcontextprotocol/client';
import { Client as ClientV1 } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport as TransportV1 } from '@modelcontextprotocol/sdk/client/streamableHttp.js';

export const MODERN = '2026-07-28';
export const CLIENT_KINDS = ['v1', 'v2 legacy', 'v2 auto', 'v2 pinned'] as const;
export type ClientKind = (typeof CLIENT_KINDS)[number];

export type ConnectedClient = ClientV1 | ClientV2;

const INFO = { name: 'test', version: '1' };

const NEGOTIATION = {
  'v2 legacy': undefined,
  'v2 auto': { mode: 'auto' as const },
  'v2 pinned': { mode: { pin: MODERN } },
};

export async function connectClient(kind: ClientKind, origin: string, token: string): Promise<ConnectedClient> {
  const url = new URL('/mcp', origin);
  const requestInit = { headers: { authorization: `Bearer ${token}` } };
  if (kind === 'v1') {
    const client = new ClientV1(INFO);
    await client.connect(new TransportV1(url, { requestInit }));
    return client;
  }
  const versionNegotiation = NEGOTIATION[kind];
  const client = new ClientV2(INFO, versionNegotiation ? { versionNegotiation } : {});
  await client.connect(new TransportV2(url, { requestInit }));
  return client;
}

type Sent = Readonly<{ token?: string; headers?: Record<string, string>; method?: string; body?: string }>;

/** A request as written, JSON and legacy by default. */
export function send(origin: string, message: unknown, { token, headers, method = 'POST', body }: Sent = {}): Promise<Response> {
  return fetch(`${origin}/mcp`, {
    method,
    redirect: 'manual',
    headers: {
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...headers,
    },
    ...(method === 'POST' ? { body: body ?? JSON.stringify(message) } : {}),
  });
}

/** A modern request with its envelope and headers. */
export function sendModern(origin: string, method: string, params: Record<string, unknown>, sent: Sent = {}): Promise<Response> {
  const _meta = {
    'io.modelcontextprotocol/protocolVersion': MODERN,
    'io.modelcontextprotocol/clientInfo': INFO,
    'io.modelcontextprotocol/clientCapabilities': {},
  };
  const name = params.name ?? params.uri;
  const headers = {
    'mcp-protocol-version': MODERN,
    'mcp-method': method,
    ...(typeof name === 'string' ? { 'mcp-name': name } : {}),
    ...sent.headers,
  };
  return send(origin, { jsonrpc: '2.0', id: 1, method, params: { ...params, _meta } }, { ...sent, headers });
}

/** The JSON-RPC message of an answer, whether it came as JSON or as an event stream. */
export async function messageOf(response: Response): Promise<Record<string, unknown>> {
  const text = await response.text();
  const data = text.split('\n').find((line) => line.startsWith('data: '));
  return JSON.parse(data ? data.slice('data: '.length) : text);
}

/** The object in a tool error's text. */
export function errorOf(result: unknown): Record<string, unknown> {
  const { isError, content } = result as { isError?: boolean; content: { text: string }[] };
  if (!isError) throw new Error(`not an error: ${JSON.stringify(result)}`);
  return JSON.parse(content[1]?.text ?? '').error;
}

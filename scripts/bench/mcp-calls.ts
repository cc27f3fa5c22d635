// O6: tools/call in both eras, ours against the bare SDK server. Ours also counts the call, reads the live grant and writes the audit trail.
import { post } from './load';
import type { Operation } from './operation';

const MODERN = '2026-07-28';

type Era = 'legacy' | 'modern';

function body(era: Era, name: string, args: object): string {
  const meta = {
    'io.modelcontextprotocol/protocolVersion': MODERN,
    'io.modelcontextprotocol/clientInfo': { name: 'bench', version: '1' },
    'io.modelcontextprotocol/clientCapabilities': {},
  };
  const params = { name, arguments: args, ...(era === 'modern' ? { _meta: meta } : {}) };
  return JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params });
}

function headers(era: Era, name: string, token: string): Record<string, string> {
  return {
    authorization: `Bearer ${token}`,
    'content-type': 'application/json',
    accept: 'application/json, text/event-stream',
    ...(era === 'modern'
      ? { 'mcp-protocol-version': MODERN, 'mcp-method': 'tools/call', 'mcp-name': name }
      : { 'mcp-protocol-version': '2025-11-25' }),
  };
}

/** Each request carries the next token, so that no person reaches the limit of 60 calls a minute. */
function requests(port: number, tokens: readonly string[], era: Era, name: string, args: object): () => Buffer {
  const payload = body(era, name, args);
  let index = 0;
  return () => {
    index = (index + 1) % tokens.length;
    return post(port, '/mcp', headers(era, name, tokens[index] ?? ''), payload);
  };
}

const isGood = (head: string, text: string) =>
  head.startsWith('HTTP/1.1 200') && text.includes('"content"') && !text.includes('"isError":true');

export function mcpCalls(ports: Readonly<{ ours: number; bare: number }>, tokens: readonly string[]): Operation[] {
  const ours: [string, object][] = [
    ['get_quotes', { symbols: ['AAPL'] }],
    ['list_accounts', {}],
  ];
  return (['legacy', 'modern'] as const).flatMap((era) =>
    ours.map(([tool, args]) => ({
      name: `O6 tools/call ${tool}, ${era === 'modern' ? MODERN : '2025-11-25'}`,
      isGood,
      ours: requests(ports.ours, tokens, era, tool, args),
      yardstick: requests(ports.bare, tokens, era, 'one_line', {}),
    })),
  );
}

// Who may call from a browser, and under which host name (contract §5): the defence against DNS rebinding. Then CORS for those.
import { isLoopbackHost, type Settings } from '@/lib/core/settings';

const ALLOWED_METHODS = 'POST, GET, DELETE, OPTIONS';
const ALLOWED_HEADERS = 'authorization, content-type, accept, mcp-protocol-version, mcp-method, mcp-name, mcp-session-id, last-event-id';
const EXPOSED_HEADERS = 'WWW-Authenticate, MCP-Protocol-Version, Retry-After';
const PREFLIGHT_LIFE_SECONDS = '7200';

/** A 403 for a foreign Origin or Host; null when both are ours. */
export function refuseForeign(settings: Settings, headers: Headers): Response | null {
  if (!isOurHost(settings, headers.get('host'))) return forbidden('This server does not answer to that host name.');
  if (!isAllowedOrigin(settings, headers.get('origin'))) return forbidden('Pages of that origin may not call this server.');
  return null;
}

/** Ports are left out: a proxy in front may listen on another one. */
function isOurHost({ appUrl, isLoopback }: Settings, host: string | null): boolean {
  const hostname = hostnameOf(`http://${host ?? ''}`);
  return hostname !== null && (hostname === new URL(appUrl).hostname || (isLoopback && isLoopbackHost(hostname)));
}

/** Programs send no Origin; browsers always do on a POST across origins, and `null` counts as foreign. */
function isAllowedOrigin({ appUrl, allowedOrigins, isLoopback }: Settings, origin: string | null): boolean {
  if (origin === null || origin === appUrl || allowedOrigins.has(origin)) return true;
  if (!isLoopback || !/^https?:\/\/[^/]+$/.test(origin)) return false;
  const hostname = hostnameOf(origin);
  return hostname !== null && isLoopbackHost(hostname);
}

function hostnameOf(url: string): string | null {
  return URL.canParse(url) ? new URL(url).hostname : null;
}

function forbidden(message: string): Response {
  return Response.json({ jsonrpc: '2.0', error: { code: -32000, message }, id: null }, { status: 403 });
}

/** The answer to OPTIONS, before any authentication. `*` is right: no cookie is read here, and foreign origins were refused. */
export function preflight(): Response {
  return withCors(
    new Response(null, {
      status: 204,
      headers: {
        'access-control-allow-methods': ALLOWED_METHODS,
        'access-control-allow-headers': ALLOWED_HEADERS,
        'access-control-max-age': PREFLIGHT_LIFE_SECONDS,
      },
    }),
  );
}

export function withCors(response: Response): Response {
  response.headers.set('access-control-allow-origin', '*');
  response.headers.set('access-control-expose-headers', EXPOSED_HEADERS);
  if (!response.headers.has('cache-control')) response.headers.set('cache-control', 'no-store'); // streams say no-cache themselves
  return response;
}

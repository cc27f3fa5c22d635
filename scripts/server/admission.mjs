// Which requests neither lane of the server could answer, though Node's parser found nothing wrong with them: refused before both.

const METHODS = new Set(['GET', 'HEAD', 'OPTIONS', 'POST', 'PUT', 'PATCH', 'DELETE']);
const MOST_HEADERS = 200;

/** The target as a path; proxies may put our scheme and host before it (RFC 9112 §3.2.2). */
export function originForm({ url, headers }) {
  const [, authority, rest] = /^https?:\/\/([^/?]*)(.*)$/i.exec(url) ?? [];
  if (authority === undefined || authority.toLowerCase() !== headers.host?.toLowerCase()) return url;
  return rest.startsWith('/') ? rest : `/${rest}`;
}

/** Why neither lane could answer, where Node's parser found nothing wrong; null when they can. */
export function refusalOf({ method, url, rawHeaders }) {
  if (!METHODS.has(method)) return methodNotAllowed([...METHODS].join(', '));
  if (rawHeaders.length > 2 * MOST_HEADERS) return badRequest(`Send at most ${MOST_HEADERS} headers.`, 431);
  const hosts = rawHeaders.filter((name, index) => index % 2 === 0 && name.toLowerCase() === 'host');
  if (hosts.length > 1) return badRequest('Send one Host header.');
  return isPath(url) ? null : badRequest('The address is not a path of this server, or its percent-encoding is broken.');
}

function methodNotAllowed(allow) {
  return { status: 405, error: 'method_not_allowed', reason: `Use ${allow}.`, headers: { allow } };
}

function badRequest(reason, status = 400) {
  return { status, error: 'invalid_request', reason };
}

function isPath(url) {
  try {
    return url.startsWith('/') && decodeURIComponent(url.split('?')[0]) !== '';
  } catch {
    return false;
  }
}

export const WRITE_TO_PAGE = methodNotAllowed('GET, HEAD');

/** Pages are read; only /api/ takes bodies, and addresses that Next redirects keep their method. */
export function isWriteToPage({ method, url }) {
  const path = url.split('?')[0];
  return method !== 'GET' && method !== 'HEAD' && !path.startsWith('/api/') && !/\/\/|.\/$/.test(path);
}

/** Answers with the reason and closes: what follows on the connection cannot be trusted either. */
export function refuse(response, { status, error, reason, headers = {} }) {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store', connection: 'close', ...headers });
  response.end(JSON.stringify({ error, error_description: reason }));
}

// Finds the access token of a request (RFC 6750 §2.1): in the Authorization header, once, and nowhere else.

export type Bearer =
  | Readonly<{ kind: 'none' }>
  | Readonly<{ kind: 'token'; token: string }>
  /** Sent in a way that must be refused; the description says how to send it. */
  | Readonly<{ kind: 'misplaced'; description: string }>;

const BEARER = /^bearer(\s|$)/i;
const TOKEN = /^bearer +([A-Za-z0-9._~+/-]+=*) *$/i;

export function readBearer(request: Request): Bearer {
  if (hasQueryToken(request.url)) return misplaced('Send the access token in the Authorization header, not in the address.');
  const header = request.headers.get('authorization');
  // Another scheme is no token for us: the challenge then says which one is wanted.
  if (header === null || !BEARER.test(header)) return { kind: 'none' };
  const token = TOKEN.exec(header)?.[1];
  // Two headers arrive here joined by a comma, which no token contains.
  return token === undefined ? misplaced('Send exactly one header of the form Authorization: Bearer TOKEN.') : { kind: 'token', token };
}

function misplaced(description: string): Bearer {
  return { kind: 'misplaced', description };
}

function hasQueryToken(url: string): boolean {
  return url.includes('?') && new URL(url).searchParams.has('access_token');
}

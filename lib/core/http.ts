// Reading requests safely: bounded bodies, single-valued parameters, plain refusals. Works on web Requests only.

/** A request that cannot be read; the edge turns it into an answer of its own kind. */
export class BadRequest extends Error {
  override name = 'BadRequest';
  constructor(
    message: string,
    readonly status: 400 | 413 | 415 = 400,
  ) {
    super(message);
  }
}

export type Parameters = ReadonlyMap<string, string>;

export const FORM_LIMIT_BYTES = 64 * 1024;

/**
 * The body as text, given up as soon as it exceeds the limit.
 * @throws BadRequest 413 when too large, 400 when it is not UTF-8 or broke off
 */
export async function readText(request: Request, limitBytes: number): Promise<string> {
  const declared = request.headers.get('content-length');
  if (Number(declared) > limitBytes) throw tooLarge(limitBytes);
  // A declared length is enforced by the HTTP parser, so such a body can be read in one go.
  const bytes = declared === null ? readUpTo(request, limitBytes) : request.arrayBuffer();
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(await unlessBrokenOff(bytes));
  } catch (thrown) {
    throw thrown instanceof BadRequest ? thrown : new BadRequest('The body is not valid UTF-8.');
  }
}

async function readUpTo({ body }: Request, limitBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body ?? []) {
    size += chunk.byteLength;
    if (size > limitBytes) throw tooLarge(limitBytes);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** A sender who goes away is reported like a connection of ours that was reset; it must not pass for the database's. */
async function unlessBrokenOff(reading: Promise<ArrayBuffer | Uint8Array>): Promise<ArrayBuffer | Uint8Array> {
  try {
    return await reading;
  } catch (thrown) {
    throw thrown instanceof BadRequest ? thrown : new BadRequest('The body broke off.');
  }
}

function tooLarge(limitBytes: number): BadRequest {
  return new BadRequest(`The body may be at most ${limitBytes} bytes.`, 413);
}

/**
 * A form-encoded body. Each name may occur once, except those listed as repeatable, whose values are joined by a space.
 * @throws BadRequest for another content type (415), a repeated name or a null byte
 */
export async function readForm(request: Request, repeatable: readonly string[] = []): Promise<Parameters> {
  const contentType = (request.headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase();
  if (contentType !== 'application/x-www-form-urlencoded') {
    throw new BadRequest('Send the body as application/x-www-form-urlencoded.', 415);
  }
  return singleValues(new URLSearchParams(await readText(request, FORM_LIMIT_BYTES)), repeatable);
}

/** The query of the request's URL, read like a form. */
export function readQuery(request: Request, repeatable: readonly string[] = []): Parameters {
  return singleValues(new URL(request.url).searchParams, repeatable);
}

/** Null bytes and halves of characters have no place in PostgreSQL's text. */
export function isUnstorable(text: string): boolean {
  return /\0|\p{Cs}/u.test(text);
}

function singleValues(search: URLSearchParams, repeatable: readonly string[]): Parameters {
  const values = new Map<string, string>();
  for (const [name, value] of search) {
    if (value.includes('\0') || name.includes('\0')) throw new BadRequest('A parameter contains a null byte.');
    const earlier = values.get(name);
    if (earlier !== undefined && !repeatable.includes(name))
      throw new BadRequest(`The parameter ${name.slice(0, 40)} may be given only once.`);
    values.set(name, earlier === undefined ? value : `${earlier} ${value}`);
  }
  return values;
}

export const NO_STORE = { 'cache-control': 'no-store', pragma: 'no-cache' } as const;

/** JSON answer; `no-store` unless the headers say otherwise. */
export function json(body: unknown, status = 200, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json', ...NO_STORE, ...headers } });
}

/** 303: the browser follows with GET, so a form is never replayed at the target (RFC 9700 §4.12). */
export function seeOther(location: string, headers: readonly (readonly [string, string])[] = []): Response {
  const answer = new Response(null, { status: 303, headers: { location, 'cache-control': 'no-store' } });
  for (const [name, value] of headers) answer.headers.append(name, value);
  return answer;
}

export function methodNotAllowed(allow: string): Response {
  return json({ error: 'method_not_allowed', error_description: `Use ${allow}.` }, 405, { allow });
}

/** The value of a cookie, or null. */
export function readCookie(request: Request, name: string): string | null {
  for (const pair of (request.headers.get('cookie') ?? '').split(';')) {
    const [key, ...value] = pair.trim().split('=');
    if (key === name) return value.join('=');
  }
  return null;
}

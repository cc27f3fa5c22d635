// Requests of client components to our own JSON endpoints: one way in, one kind of error out.
import { z } from 'zod';

/** A request that was refused or did not get through; `message` is written for the person. */
export class ApiError extends Error {
  override name = 'ApiError';
  constructor(
    message: string,
    /** 0 when no answer came. */
    readonly status: number,
    /** The form field it is about. */
    readonly field?: string,
  ) {
    super(message);
  }
}

const Refusal = z.object({ error: z.object({ message: z.string(), field: z.string().optional() }) });

/** What is sent or expected where there is no body. */
export const Nothing = z.unknown().transform(() => undefined);

type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';

async function send<T>(method: Method, path: string, body: unknown, schema: z.ZodType<T>): Promise<T> {
  const response = await reach(method, path, body);
  const answer: unknown = await response.json().catch(() => undefined); // no body, or a proxy's page: the schema decides
  if (response.ok) {
    const parsed = schema.safeParse(answer);
    if (parsed.success) return parsed.data;
    throw new ApiError('The answer was not what this page expects. Reload the page and try again.', response.status);
  }
  const refusal = Refusal.safeParse(answer);
  if (refusal.success) throw new ApiError(refusal.data.error.message, response.status, refusal.data.error.field);
  throw new ApiError(unexplained(response.status), response.status);
}

async function reach(method: Method, path: string, body: unknown): Promise<Response> {
  const headers: Record<string, string> = { accept: 'application/json' };
  if (body !== undefined) headers['content-type'] = 'application/json';
  try {
    return await fetch(path, { method, headers, body: body === undefined ? undefined : JSON.stringify(body), credentials: 'same-origin' });
  } catch {
    throw new ApiError('The server did not answer. Check your connection and try again.', 0);
  }
}

function unexplained(status: number): string {
  if (status === 401) return 'You are signed out. Sign in and try again.';
  if (status === 503) return 'The service is not available right now. Nothing was changed. Try again shortly.';
  return 'Something failed on our side. Nothing is known to have changed. Reload the page before you try again.';
}

/** Each call resolves to what `schema` makes of the answer, or throws ApiError. */
export const api = {
  get: <T>(path: string, schema: z.ZodType<T>) => send('GET', path, undefined, schema),
  post: <T>(path: string, body: unknown, schema: z.ZodType<T>) => send('POST', path, body, schema),
  patch: <T>(path: string, body: unknown, schema: z.ZodType<T>) => send('PATCH', path, body, schema),
  delete: <T>(path: string, body: unknown, schema: z.ZodType<T>) => send('DELETE', path, body, schema),
};

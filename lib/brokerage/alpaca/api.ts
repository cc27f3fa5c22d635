// Calls to Alpaca's REST API: bounded in time and size, never redirected, credentials in headers only.
import type { z } from 'zod';
import { BrokerError } from '@/lib/brokerage/port';
import type { Ctx } from '@/lib/db/context';
import { refusalOf, type Subject } from './errors';

export type Credentials = Readonly<{ keyId: string; secretKey: string }>;

export type Call = Readonly<{
  host: 'trading' | 'data';
  method?: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  path: string;
  query?: Readonly<Record<string, string | number | undefined>>;
  body?: unknown;
  subject: Subject;
}>;

export const DEFAULT_TIMEOUT_MS = 6_000;
const LARGEST_ANSWER_BYTES = 16 * 1024 * 1024; // the list of all assets is the largest

/** The request went out and its answer did not come back: it may have been carried out. */
export class LostAnswer extends Error {
  override name = 'LostAnswer';
}

const unavailable = () =>
  new BrokerError('broker_unavailable', 'The broker cannot be reached now; try again in a moment.', { retryAfterSeconds: 5 });

/** Failures before anything was sent. */
const NEVER_SENT = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  'CERT_HAS_EXPIRED',
]);

function wasNeverSent(thrown: unknown): boolean {
  const cause = thrown instanceof Error ? thrown.cause : undefined;
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  return typeof code === 'string' && NEVER_SENT.has(code);
}

function urlOf(ctx: Ctx, { host, path, query = {} }: Call): URL {
  const url = new URL(path, host === 'trading' ? ctx.settings.alpacaTradingUrl : ctx.settings.alpacaDataUrl);
  for (const [name, value] of Object.entries(query)) if (value !== undefined) url.searchParams.set(name, String(value));
  return url;
}

async function readBody(response: Response): Promise<unknown> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    if (size > LARGEST_ANSWER_BYTES) throw new LostAnswer();
    chunks.push(chunk);
  }
  const text = Buffer.concat(chunks).toString('utf8');
  if (text === '') return null;
  try {
    return JSON.parse(text);
  } catch {
    return response.ok ? Promise.reject(new LostAnswer()) : null; // a proxy's error page is no answer of the broker's
  }
}

/**
 * One call, with the answer read by its schema.
 * @throws BrokerError by `refusalOf`; `broker_unavailable` when nothing was sent, and for reads whenever no answer came
 * @throws LostAnswer for changes, when it is not known whether they were carried out
 */
export async function callAlpaca<T>(
  ctx: Ctx,
  { keyId, secretKey }: Credentials,
  call: Call,
  schema: z.ZodType<T>,
  timeoutMs: number,
): Promise<T> {
  const { method = 'GET', body, subject } = call;
  const isRead = method === 'GET';
  const lost = () => (isRead ? unavailable() : new LostAnswer());
  const headers = {
    'apca-api-key-id': keyId,
    'apca-api-secret-key': secretKey,
    accept: 'application/json',
    'content-type': 'application/json',
  };
  const signal = AbortSignal.timeout(timeoutMs);
  let response: Response;
  let answer: unknown;
  try {
    const init = { method, headers, signal, redirect: 'error' as const, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
    response = await fetch(urlOf(ctx, call), init);
    answer = await readBody(response);
  } catch (thrown) {
    ctx.log.warn('alpaca.no_answer', { method, path: call.path, reason: thrown instanceof Error ? thrown.name : 'unknown' });
    throw wasNeverSent(thrown) ? unavailable() : lost();
  }
  if (response.status >= 500 && !isRead) throw new LostAnswer(); // a gateway may fail after the order went through
  if (!response.ok) throw refusalOf(response.status, answer, subject, response.headers, ctx.now().getTime());
  const parsed = schema.safeParse(answer);
  if (parsed.success) return parsed.data;
  ctx.log.error('alpaca.unreadable', { method, path: call.path, reason: parsed.error.issues[0]?.path.join('.') ?? '' });
  throw lost();
}

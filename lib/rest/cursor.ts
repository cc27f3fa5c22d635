// Where a list goes on: behind the last row of the page before, so that rows added meanwhile neither repeat nor hide others.
import { z } from 'zod';
import { RestError } from './errors';

export type RowKey = Readonly<{ id: string; createdAt: Date }>;

const Key = z.tuple([
  z
    .string()
    .min(1)
    .max(100)
    .regex(/^[\x21-\x7e]+$/),
  z.iso.datetime(),
]);

function writeCursor({ id, createdAt }: RowKey): string {
  return Buffer.from(JSON.stringify([id, createdAt.toISOString()])).toString('base64url');
}

/** @throws RestError 400 */
export function readCursor(cursor: string | undefined): RowKey | undefined {
  if (cursor === undefined) return undefined;
  const parsed = Key.safeParse(parseJson(Buffer.from(cursor, 'base64url').toString('utf8')));
  if (!parsed.success) throw new RestError(400, 'invalid_request', 'cursor: Pass next_cursor of the page before.', { field: 'cursor' });
  const [id, createdAt] = parsed.data;
  return { id, createdAt: new Date(createdAt) };
}

/** @param rows one more than the limit, if there are that many */
export function cutPage<T extends RowKey>(rows: readonly T[], limit: number): { rows: readonly T[]; nextCursor: string | null } {
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return { rows: page, nextCursor: rows.length > limit && last ? writeCursor(last) : null };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

import { ApiError } from '@/lib/browser/api';

/** What a form about rights could not do, and at which of its fields to say so. */
export type RightsProblem = { field: string; message: string } | null;

export function problemOf(thrown: unknown): RightsProblem {
  const { message } = thrown instanceof Error ? thrown : new Error('That did not work. Try again.');
  return { field: (thrown instanceof ApiError && thrown.field) || 'scopes', message };
}

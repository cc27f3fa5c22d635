// What is wrong in a key form, by field: what the browser can tell at once, and what the server refused.
import type { z } from 'zod';
import { ApiError } from '@/lib/browser/api';

/** Field names as in NewKey, list entries as `redirectUris.1`; the empty name is the form as a whole. */
export type Problems = Readonly<Record<string, string>>;

/** Without what was said about these fields: they are being changed. */
export function withoutProblemsOf(problems: Problems, fields: readonly string[]): Problems {
  return Object.fromEntries(Object.entries(problems).filter(([name]) => !fields.includes(name.split('.')[0] ?? '')));
}

/** The first message per field. */
export function problemsOf(error: z.ZodError): Problems {
  const problems: Record<string, string> = {};
  for (const { path, message } of error.issues) {
    const field = path[0] === 'scopes' ? 'scopes' : path.join('.');
    problems[field] ??= message;
  }
  return problems;
}

export function problemsOfAnswer(thrown: unknown): Problems {
  if (!(thrown instanceof Error)) return { '': 'That did not work. Try again.' };
  return { [(thrown instanceof ApiError && thrown.field) || '']: thrown.message };
}

/** Moves the focus to the first field that is marked as wrong, in reading order. */
export function focusFirstProblem(form: HTMLElement | null): void {
  // After the next paint: the marks come with the render that follows.
  requestAnimationFrame(() => {
    const wrong = form?.querySelector<HTMLElement>('[aria-invalid="true"], [data-field][aria-describedby$="-error"] input, [role="alert"]');
    wrong?.focus();
    wrong?.scrollIntoView({ block: 'center' });
  });
}

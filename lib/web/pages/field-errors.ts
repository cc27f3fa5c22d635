import type { z } from 'zod';

/** The first message for each field of a flat form. */
export function fieldErrors(error: z.ZodError): Record<string, string> {
  const messages: Record<string, string> = {};
  for (const { path, message } of error.issues) messages[String(path[0] ?? '')] ??= message;
  return messages;
}

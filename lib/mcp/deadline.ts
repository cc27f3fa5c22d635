import { ToolError } from './errors';

/** How long a tool may take (tool-catalogue §5). */
export const TOOL_DEADLINE_MS = 15_000;

/** The work's result, or ToolError `backend_timeout` once the time is up. The work itself goes on unheard, so only reads may be left so. */
export async function withDeadline<T>(work: Promise<T>, milliseconds = TOOL_DEADLINE_MS): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const timeIsUp = new Promise<never>((_, refuse) => {
    timer = setTimeout(() => refuse(timeout()), milliseconds);
  });
  try {
    return await Promise.race([work, timeIsUp]);
  } finally {
    clearTimeout(timer);
  }
}

function timeout(): ToolError {
  return new ToolError('backend_timeout', 'The answer took too long.', {
    nextStep: 'Try once more; ask for less if it happens again.',
    isRetryable: true,
    origin: 'backend',
  });
}

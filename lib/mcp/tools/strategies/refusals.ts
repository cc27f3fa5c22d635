// Refusals of lib/strategies in the codes of the tool catalogue (§6).
import { Conflict, NotFound, Refused } from '@/lib/core/errors';
import { invalidArgument, ToolError } from '@/lib/mcp/errors';
import { LimitReached } from '@/lib/strategies/limit-reached';

const NEXT_STEPS: Readonly<Record<string, string>> = {
  path: 'Correct path and call again; list_strategy_files shows the files there are.',
  content: 'Correct content and call again.',
  strategy: 'Call compile_strategy for all that is wrong in the file, correct it with write_strategy_file and call again.',
  params: 'Use the names and kinds of the param lines in the strategy file.',
};

/** @throws ToolError instead of a refusal of lib/strategies */
export async function withToolErrors<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (thrown) {
    throw asStrategyError(thrown);
  }
}

function asStrategyError(thrown: unknown): unknown {
  if (thrown instanceof LimitReached) {
    return new ToolError('rate_limited', thrown.message, {
      nextStep: `Wait ${thrown.retryAfterSeconds} seconds before the next one.`,
      isRetryable: true,
      retryAfterSeconds: thrown.retryAfterSeconds,
      limit: thrown.limit,
    });
  }
  if (thrown instanceof NotFound) {
    return new ToolError('not_found', thrown.message, {
      nextStep: 'Call list_strategy_files, list_backtests or list_strategies for what there is.',
    });
  }
  if (thrown instanceof Conflict) {
    return invalidArgument(
      thrown.message,
      'Call read_strategy_file, apply your change to what it holds now, and write with its etag.',
      'if_match',
    );
  }
  if (thrown instanceof Refused && thrown.constructor === Refused) {
    const field = thrown.field ?? undefined;
    return invalidArgument(thrown.message, NEXT_STEPS[field ?? ''] ?? 'Correct the arguments and call again.', field);
  }
  return thrown;
}

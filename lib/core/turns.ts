// Long work beside requests: done in turns of a few milliseconds, and between two of them everybody else has theirs.
import { setImmediate } from 'node:timers/promises';

const TURN_MS = 4;

/**
 * Called after each small piece of the work: waits when the turn is over. By time and not by count, so that it holds for slow machines and
 * large pieces too; by the machine's time, because that is what others wait for.
 */
export function takeTurns(turnMs = TURN_MS): () => Promise<void> {
  let begun = performance.now();
  return async () => {
    if (performance.now() - begun < turnMs) return;
    await setImmediate();
    begun = performance.now();
  };
}

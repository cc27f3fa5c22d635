// At most eight calls of a grant run at once in this process; further ones wait for their turn, in order (tool-catalogue §5).

export const MOST_CALLS_AT_ONCE = 8;

type Queue = { running: number; waiting: (() => void)[] };

const queues = new Map<string, Queue>();

/** Runs the work when it is its turn. */
export async function takeTurn<T>(grantId: string, work: () => Promise<T>): Promise<T> {
  const queue = queues.get(grantId) ?? { running: 0, waiting: [] };
  queues.set(grantId, queue);
  if (queue.running < MOST_CALLS_AT_ONCE) queue.running += 1;
  else await new Promise<void>((go) => queue.waiting.push(go)); // whoever finishes hands its place over
  try {
    return await work();
  } finally {
    const next = queue.waiting.shift();
    if (next) next();
    else if (queue.running > 1) queue.running -= 1;
    else queues.delete(grantId);
  }
}

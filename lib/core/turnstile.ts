// Lets work with the same key through a few at a time in this process, in the order in which it came.

type Queue = { running: number; waiting: (() => void)[] };

export class Turnstile {
  private readonly queues = new Map<string, Queue>();

  constructor(private readonly mostAtOnce: number) {}

  /** Runs the work when it is its turn. */
  async takeTurn<T>(key: string, work: () => Promise<T>): Promise<T> {
    const queue = this.queues.get(key) ?? { running: 0, waiting: [] };
    this.queues.set(key, queue);
    if (queue.running < this.mostAtOnce) queue.running += 1;
    else await new Promise<void>((go) => queue.waiting.push(go)); // whoever finishes hands its place over
    try {
      return await work();
    } finally {
      const next = queue.waiting.shift();
      if (next) next();
      else if (queue.running > 1) queue.running -= 1;
      else this.queues.delete(key);
    }
  }
}

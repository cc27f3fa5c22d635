// Fixed-window counts of this process alone, in memory, for what must cost no statement: neither to count nor to refuse.
import type { Limit } from './counters';

const MOST_WINDOWS = 20_000;

type Window = { count: number; endsAt: number };

export class Windows {
  private readonly windows = new Map<string, Window>();

  constructor(private readonly now: () => Date) {}

  /** @returns whether it is within the limit, these included. The window starts with the first and does not move. */
  count(key: string, { limit, windowSeconds }: Limit, times = 1): boolean {
    const at = this.now().getTime();
    const open = this.windows.get(key);
    if (open && open.endsAt > at) {
      open.count += times;
      return open.count <= limit;
    }
    this.windows.delete(key); // to the end of the order
    makeRoom(this.windows, MOST_WINDOWS);
    this.windows.set(key, { count: times, endsAt: at + windowSeconds * 1000 });
    return times <= limit;
  }

  /** Until the window is over, at least 1; null while the limit is not reached. */
  secondsLeft(key: string, { limit }: Limit): number | null {
    const window = this.windows.get(key);
    const leftMs = (window?.endsAt ?? 0) - this.now().getTime();
    return window && leftMs > 0 && window.count >= limit ? Math.ceil(leftMs / 1000) : null;
  }
}

/** Drops the oldest entry of a full collection: memory stays bounded whatever arrives. */
export function makeRoom(entries: Map<string, unknown> | Set<string>, most: number): void {
  if (entries.size < most) return;
  const [oldest] = entries.keys();
  if (oldest !== undefined) entries.delete(oldest);
}

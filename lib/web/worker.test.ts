import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { testCore } from '@/lib/testing/context';
import { startWorker } from './worker';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
});
afterEach(() => {
  vi.useRealTimers();
});

describe('a worker', () => {
  it('goes on at once while there is work, pauses when there is none, and survives a failure', async () => {
    const core = testCore();
    const steps: (boolean | Error)[] = [true, new Error('broken'), true, false];
    let count = 0;
    const stop = startWorker(core, {
      name: 'test',
      pauseMs: 1_000,
      step: async () => {
        const next = steps[count] ?? false;
        count += 1;
        if (next instanceof Error) throw next;
        return next;
      },
    });
    await vi.advanceTimersByTimeAsync(1_000);
    await vi.advanceTimersByTimeAsync(1);
    expect(count).toBe(2);
    expect(core.logged).toContainEqual(expect.objectContaining({ event: 'worker.failed', worker: 'test', reason: 'broken' }));
    await vi.advanceTimersByTimeAsync(1_001);
    expect(count).toBe(4);
    await stop();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(count).toBe(4);
  });

  it('tells a running step to come to an end when it is stopped, and waits for it', async () => {
    let finish: () => void = () => undefined;
    let wasStopping = false;
    const stop = startWorker(testCore(), {
      name: 'test',
      pauseMs: 10,
      step: async (isStopping) => {
        await new Promise<void>((done) => {
          finish = done;
        });
        wasStopping = isStopping();
        return true;
      },
    });
    await vi.advanceTimersByTimeAsync(10);
    const stopped = stop();
    finish();
    await stopped;
    expect(wasStopping).toBe(true);
  });
});

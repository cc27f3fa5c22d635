// Work that goes on beside requests: a step, a pause, the next step, until the process stops.
import type { RootCtx } from '@/lib/db/context';
import { isDatabaseAway } from '@/lib/db/errors';

export type WorkerOptions = Readonly<{
  /** Names it in the log. */
  name: string;
  /** Between two steps when there was nothing to do. */
  pauseMs: number;
  /** One step. @returns whether there was something to do, so that the next step follows at once */
  step: (isStopping: () => boolean) => Promise<boolean>;
}>;

/** @returns stops the worker and waits for the step that runs, which is told to come to an end */
export function startWorker({ log }: Pick<RootCtx, 'log'>, { name, pauseMs, step }: WorkerOptions): () => Promise<void> {
  let running: Promise<void> = Promise.resolve();
  let isStopped = false;
  let timer: NodeJS.Timeout | undefined;
  const run = async () => {
    let wasBusy = false;
    try {
      wasBusy = await step(() => isStopped);
    } catch (thrown) {
      // The next step tries again; a database that is away is reported by its own health check.
      if (!isDatabaseAway(thrown))
        log.error('worker.failed', { worker: name, reason: thrown instanceof Error ? thrown.message : String(thrown) });
    }
    schedule(wasBusy ? 0 : pauseMs);
  };
  const schedule = (milliseconds: number) => {
    if (isStopped) return;
    timer = setTimeout(() => {
      running = run();
    }, milliseconds);
    timer.unref();
  };
  schedule(pauseMs);
  return async () => {
    isStopped = true;
    clearTimeout(timer);
    await running;
  };
}

// The one signal of this process that it is about to stop: what waits for a person ends at once. Next loads modules several times, so it
// lives on globalThis.

const SLOT = Symbol.for('client-center.stopping');

function controller(): AbortController {
  const holder = globalThis as typeof globalThis & { [SLOT]?: AbortController };
  holder[SLOT] ??= new AbortController();
  return holder[SLOT];
}

export const stoppingSignal = (): AbortSignal => controller().signal;

/** Called when the process is told to stop, before it waits for what runs. */
export function beginStop(): void {
  controller().abort();
}

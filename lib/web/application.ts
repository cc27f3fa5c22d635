// The one running application of this process. Next loads modules several times, so it lives on globalThis.
import type { Log } from '@/lib/core/context';
import type { Ctx, RootCtx } from '@/lib/db/context';

export type Application = Readonly<{
  ctx: RootCtx;
  steps: readonly { name: string; milliseconds: number }[];
  /** A line for the person at the terminal, such as the set-up code; null when there is nothing to say. */
  notice: string | null;
  newRequestId: () => string;
  /** The log of one request. */
  requestLog: (requestId: string) => Log;
  /** Whether the URL (path and query) belongs to the endpoint table. */
  isDirect: (url: string) => boolean;
  /** Answers an entry of the endpoint table, without Next. */
  serveDirect: (application: Application, request: Request) => Promise<Response>;
  /** The page to show instead of any other while the database is away; null when all is well. */
  unavailablePage: () => Promise<string | null>;
  /** Counts an answered request for /metrics. */
  observe: (url: string, status: number, milliseconds: number) => void;
  /** Ends what only waits; `close` comes after everything that runs has been answered. */
  beginStop: () => void;
  close: () => Promise<void>;
}>;

type Slot = {
  promise: Promise<Application>;
  resolve: (application: Application) => void;
  reject: (reason: unknown) => void;
  isStarting: boolean;
};

const SLOT = Symbol.for('client-center.application');

/** Where the application appears once it has started. */
export function applicationSlot(): Slot {
  const holder = globalThis as typeof globalThis & { [SLOT]?: Slot };
  if (!holder[SLOT]) {
    let resolve: Slot['resolve'] = () => undefined;
    let reject: Slot['reject'] = () => undefined;
    const promise = new Promise<Application>((accept, refuse) => {
      resolve = accept;
      reject = refuse;
    });
    promise.catch(() => undefined); // whoever awaits it hears of the failure
    holder[SLOT] = { promise, resolve, reject, isStarting: false };
  }
  return holder[SLOT];
}

/** Set by server.mjs on every request, overwriting what a client sent. */
export const ADDRESS_HEADER = 'x-client-center-address';
export const REQUEST_ID_HEADER = 'x-client-center-request-id';

/** The application's context for one request. */
export function requestContext(application: Application, headers: Headers): Ctx {
  const requestId = headers.get(REQUEST_ID_HEADER) ?? application.newRequestId();
  return { ...application.ctx, address: headers.get(ADDRESS_HEADER) ?? '', requestId, log: application.requestLog(requestId) };
}

// What every use case may rely on besides the database: time, randomness, settings, keys and the log. Injected, so that tests own them.
import type { Counters } from './counters';
import type { Keys } from './crypto';
import type { GuardedFetch } from './guarded-fetch';
import type { Settings } from './settings';
import type { Strangers } from './strangers';
import type { Windows } from './windows';

export type LogFields = Record<string, string | number | boolean | null | undefined>;

/** Structured log; the first argument names the event, like `oauth.refused`. Never pass it a secret, code or token. */
export interface Log {
  debug(event: string, fields?: LogFields): void;
  info(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  error(event: string, fields?: LogFields): void;
}

export type Core = Readonly<{
  now: () => Date;
  /** Cryptographically secure random bytes. */
  random: (byteCount: number) => Uint8Array;
  settings: Settings;
  keys: Keys;
  log: Log;
  /** Counts what has a limit; the same counts on every instance. */
  counters: Counters;
  /** Counts where a count must cost no statement; this process alone. */
  windows: Windows;
  /** Limits requests before anyone has proved themselves; this process alone. */
  strangers: Strangers;
  /** GET for addresses that strangers name, within strict bounds. */
  guardedFetch: GuardedFetch;
  /** Where a gateway key may forward to: exact addresses of AI platforms, the operator's among them; loopback ones match on any port. */
  platformCallbacks: readonly string[];
  /** The address the request came from, after TRUST_PROXY; empty outside a request. */
  address: string;
  /** Names this request in logs and errors; empty outside a request. */
  requestId: string;
}>;

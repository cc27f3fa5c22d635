// Keeps the figures of the people who share fresh while the server runs. Every instance does so; a claim lets one make each person's.
import type { RootCtx } from '@/lib/db/context';
import { refreshDue } from '@/lib/discovery/refresh';
import { brokerFor } from './broker';
import { repeat } from './repeat';

const INTERVAL_MS = 2_000;

/** @returns stops it and waits for the round that runs */
export function startSharingWorker(ctx: RootCtx): () => Promise<void> {
  return repeat(ctx, { event: 'discovery.step_failed', intervalMs: INTERVAL_MS }, () => refreshDue({ ...ctx, broker: brokerFor(ctx) }));
}

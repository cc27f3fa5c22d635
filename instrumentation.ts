import type { Instrumentation } from 'next';

// Next calls this once per process, before the first request: it starts the application (lib/web/startup.ts).
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== 'nodejs' || process.env.NEXT_PHASE === 'phase-production-build') return;
  const { startApplication } = await import('@/lib/web/startup');
  startApplication();
}

/** Next tells nobody else: the server runs it quietly, because the log is ours. */
export const onRequestError: Instrumentation.onRequestError = async (thrown, { path }) => {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return;
  const [{ applicationSlot }, { logPageFailure }] = await Promise.all([import('@/lib/web/application'), import('@/lib/web/page-failure')]);
  const { ctx } = await applicationSlot().promise;
  logPageFailure(ctx.log, thrown, path);
};

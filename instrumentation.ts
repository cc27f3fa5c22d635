// Next calls this once per process, before the first request: it starts the application (lib/web/startup.ts).
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== 'nodejs' || process.env.NEXT_PHASE === 'phase-production-build') return;
  const { startApplication } = await import('@/lib/web/startup');
  startApplication();
}

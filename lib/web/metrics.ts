// Prometheus text at /metrics (contract §6). Labels are our own addresses and status codes, never anything a client sent.
import { Counter, collectDefaultMetrics, Histogram, register } from 'prom-client';
import { equalInConstantTime } from '@/lib/core/crypto';
import { json, methodNotAllowed } from '@/lib/core/http';
import type { Ctx } from '@/lib/db/context';

const REQUESTS = 'client_center_http_requests_total';
const SECONDS = 'client_center_http_request_seconds';

/** Registered once per process, although Next loads this module several times. */
function instruments(): { requests: Counter<'route' | 'status'>; seconds: Histogram<'route'> } {
  const requests = register.getSingleMetric(REQUESTS);
  const seconds = register.getSingleMetric(SECONDS);
  if (requests instanceof Counter && seconds instanceof Histogram) return { requests, seconds };
  collectDefaultMetrics();
  return {
    requests: new Counter({ name: REQUESTS, help: 'Requests answered, by endpoint and status.', labelNames: ['route', 'status'] }),
    seconds: new Histogram({
      name: SECONDS,
      help: 'Time to answer, in seconds.',
      labelNames: ['route'],
      buckets: [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 15],
    }),
  };
}

/** @param route an address of the endpoint table, or `page` */
export function observeRequest(route: string, status: number, milliseconds: number): void {
  const { requests, seconds } = instruments();
  requests.inc({ route, status: String(status) });
  seconds.observe({ route }, milliseconds / 1000);
}

/** Open while APP_URL is loopback; elsewhere only with METRICS_TOKEN as bearer, and not there at all while that is unset. */
export async function metrics({ settings }: Ctx, request: Request): Promise<Response> {
  if (settings.metricsToken === null && !settings.isLoopback) return json({ error: 'not_found' }, 404);
  if (
    settings.metricsToken !== null &&
    !equalInConstantTime(request.headers.get('authorization') ?? '', `Bearer ${settings.metricsToken}`)
  ) {
    return json({ error: 'unauthorized' }, 401, { 'www-authenticate': 'Bearer' });
  }
  if (request.method !== 'GET' && request.method !== 'HEAD') return methodNotAllowed('GET, HEAD');
  instruments();
  return new Response(await register.metrics(), { headers: { 'content-type': register.contentType, 'cache-control': 'no-store' } });
}

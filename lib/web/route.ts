// Serves an entry of the endpoint table through Next, for `next dev` and any other way of running the build.
import 'server-only';
import { applicationSlot } from './application';
import { answer, endpointOf } from './endpoints';

type Handler = (request: Request) => Promise<Response>;
type Method = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'OPTIONS';

/** Handlers for every method: the endpoint itself decides which it allows. */
export function route(path: string): Record<Method, Handler> {
  const handler: Handler = async (request) => {
    const endpoint = endpointOf(path);
    if (!endpoint) throw new Error(`${path} is not in the endpoint table`);
    return answer(await applicationSlot().promise, endpoint, request);
  };
  return { GET: handler, HEAD: handler, POST: handler, PUT: handler, PATCH: handler, DELETE: handler, OPTIONS: handler };
}

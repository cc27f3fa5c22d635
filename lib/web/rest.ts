// Composes the REST API: which tokens it believes and which broker it asks.
import type { Ctx } from '@/lib/db/context';
import { rest } from '@/lib/rest/endpoint';
import { verifyBearer } from './bearer';
import { brokerFor } from './broker';
import { againstAbuse, remembering } from './strangers';

export function restEndpoint(ctx: Ctx, request: Request): Promise<Response> {
  return againstAbuse(ctx, request, () => rest({ ...ctx, broker: brokerFor(ctx), verify: remembering(verifyBearer) }, request));
}

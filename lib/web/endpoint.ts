import type { Ctx } from '@/lib/db/context';

/** Answers a request of an address in the table of ./endpoints.ts. It decides itself which methods it allows. */
export type Endpoint = (ctx: Ctx, request: Request) => Response | Promise<Response>;

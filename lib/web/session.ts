// Who is signed in. The cookie is next-auth's JWT carrying a random session id; its row decides, at every request.
import type { Ctx } from '@/lib/db/context';

export type SignedInUser = Readonly<{ id: string; email: string; sessionId: string }>;

/** The person of this request, or null. */
export type FindSignedInUser = (ctx: Ctx, request: Request) => Promise<SignedInUser | null>;

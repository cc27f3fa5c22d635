// Authorization requests that wait for a person. The browser knows only the id.
import type { Ctx } from '@/lib/db/context';
import type { WaitingRequest } from '@/lib/oauth/schema';

export type NewRequest = Omit<WaitingRequest, 'answeredAt' | 'scopeNames'> &
  Readonly<{ scopeNames: string[]; browserHash: string; createdAt: Date }>;

export async function insertRequest({ db }: Ctx, request: NewRequest): Promise<void> {
  await db.authorizationRequest.create({ data: { ...request, scopeNames: [...request.scopeNames] }, select: { id: true } });
}

const columns = {
  id: true,
  clientId: true,
  redirectUri: true,
  state: true,
  codeChallenge: true,
  resource: true,
  scopeNames: true,
  promptConsent: true,
  expiresAt: true,
  answeredAt: true,
} as const;

/** The request with the hash of the browser that began it. */
export function findRequest({ db }: Ctx, id: string): Promise<(WaitingRequest & { browserHash: string }) | null> {
  return db.authorizationRequest.findUnique({ where: { id }, select: { ...columns, browserHash: true } });
}

/** Marks the request as answered; true for exactly one caller, and only in the browser and the time it was meant for. */
export async function claimRequest({ db, now }: Ctx, id: string, browserHash: string): Promise<boolean> {
  const at = now();
  const { count } = await db.authorizationRequest.updateMany({
    where: { id, browserHash, answeredAt: null, expiresAt: { gt: at } },
    data: { answeredAt: at },
  });
  return count === 1;
}

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

export type OpenRequest = Readonly<{ id: string; redirectUri: string; expiresAt: Date; client: { name: string } }>;

/** Requests that wait for an answer in this browser, the newest first. */
export function listOpenRequests({ db, now }: Ctx, browserHash: string): Promise<OpenRequest[]> {
  return db.authorizationRequest.findMany({
    where: { browserHash, answeredAt: null, expiresAt: { gt: now() }, client: { deletedAt: null, disabledAt: null } },
    orderBy: { createdAt: 'desc' },
    take: 5,
    select: { id: true, redirectUri: true, expiresAt: true, client: { select: { name: true } } },
  });
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

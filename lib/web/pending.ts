// Connections that were begun in this browser and not finished.
import { headers } from 'next/headers';
import { destinationOf } from '@/lib/clients/redirect-uri';
import type { Ctx } from '@/lib/db/context';
import { listOpenRequests } from '@/lib/oauth/queries/requests';
import { readBrowserBinding } from './browser-binding';

export type PendingConnection = Readonly<{ requestId: string; clientName: string; destination: string; expiresAt: string }>;

/** Only the browser that began can go on, so only it is told. */
export async function pendingConnections(ctx: Ctx): Promise<PendingConnection[]> {
  const binding = readBrowserBinding(ctx, new Request(ctx.settings.appUrl, { headers: new Headers(await headers()) }));
  const requests = binding ? await listOpenRequests(ctx, binding.hash) : [];
  return requests.map(({ id, redirectUri, expiresAt, client }) => ({
    requestId: id,
    clientName: client.name,
    destination: destinationOf(redirectUri),
    expiresAt: expiresAt.toISOString(),
  }));
}

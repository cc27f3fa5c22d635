// client_id → Client, whichever of the kinds it is, or the reason why not.
import type { Core } from '@/lib/core/context';
import type { Ctx } from '@/lib/db/context';
import { forwardingTargets } from './gateway-key';
import { identityOf } from './known-platforms';
import { readMetadataClient } from './metadata-client';
import { type ClientRow, findClientRow } from './queries/protocol';
import { type ClientToAuthorize, isIssuedKind, type ResolvedClient, readClientKind } from './schema';

/** Printable ASCII: also keeps null bytes away from the database. */
const CLIENT_ID = /^[\x21-\x7e]{1,2048}$/;

export function isClientId(text: string): boolean {
  return CLIENT_ID.test(text);
}

/** Finds the client that wants an authorization; one that is a URL has its document read first. */
export async function resolveForAuthorization(ctx: Ctx, clientId: string): Promise<ClientToAuthorize> {
  if (clientId.startsWith('https://') && isClientId(clientId) && ctx.settings.registration.has('metadata')) {
    const refusal = await readMetadataClient(ctx, clientId);
    if (refusal) return { client: null, refusal, ownerId: null };
  }
  return resolveClient(ctx, clientId);
}

/** Finds the client as it is on file. A switched-off kind of registration is told apart from an unknown client for the log only. */
export async function resolveClient(ctx: Ctx, clientId: string): Promise<ResolvedClient> {
  const row = isClientId(clientId) ? await findClientRow(ctx, clientId) : null;
  return judgeClient(ctx, row);
}

/** The rules every use of a client obeys. Pure. */
export function judgeClient(core: Pick<Core, 'settings' | 'platformCallbacks'>, row: ClientRow | null): ResolvedClient {
  const { settings } = core;
  if (!row || isIssuedKind(row.kind)) return { client: null, refusal: 'unknown', ownerId: null };
  const kind = readClientKind(row.kind);
  if (row.deletedAt) return { client: null, refusal: 'deleted', ownerId: row.ownerId };
  if (!settings.registration.has(kind)) return { client: null, refusal: 'registration_off', ownerId: row.ownerId };
  if (row.disabledAt) return { client: null, refusal: 'disabled', ownerId: row.ownerId };
  const client = {
    id: row.id,
    kind,
    ...identityOf(row),
    ownerId: row.ownerId,
    ownerEmail: row.owner?.email ?? null,
    redirectUris: row.redirectUris,
    platformCallbacks: kind === 'static' ? forwardingTargets(core, row) : [],
    ceiling: kind === 'static' ? row.scopes : null,
    isConfidential: row.isConfidential,
    isOwnerOnly: row.isOwnerOnly,
    blockedReason: row.partnerAccessBlockedReason,
    defaultScopeNames: kind === 'static' ? [] : row.scopes,
  };
  return { client, refusal: null };
}

// Connections with their accounts named, for pages and JSON routes.
import type { Ctx } from '@/lib/db/context';
import { connectionNotFound } from '@/lib/grants/narrow';
import { type Connection, connectionOf } from '@/lib/grants/portal-schema';
import { listAccountChoices } from '@/lib/grants/queries/accounts';
import { findGrant, listGrants } from '@/lib/grants/queries/grants';

/** A person's connections, the last used first; `search` looks in the client's name. */
export async function listConnections(ctx: Ctx, userId: string, search = ''): Promise<Connection[]> {
  const [grants, accounts] = await Promise.all([listGrants(ctx, userId, search), listAccountChoices(ctx, userId)]);
  return grants.map((grant) => connectionOf(grant, accounts));
}

/** One live connection of this person, or null. */
export async function findConnection(ctx: Ctx, userId: string, grantId: string): Promise<Connection | null> {
  const [grant, accounts] = await Promise.all([findGrant(ctx, userId, grantId), listAccountChoices(ctx, userId)]);
  return grant && connectionOf(grant, accounts);
}

/** @throws NotFound when this person has no such live connection */
export async function getConnection(ctx: Ctx, userId: string, grantId: string): Promise<Connection> {
  const connection = await findConnection(ctx, userId, grantId);
  if (!connection) throw connectionNotFound();
  return connection;
}

// A change and its entry in the audit trail are one: where the entry cannot be written, nothing changes.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { revokeAccessKey } from '@/lib/access-tokens/revoke';
import { verifyChain } from '@/lib/audit/verify-chain';
import { deleteKey } from '@/lib/clients/delete';
import { setPlatformUserDisabled } from '@/lib/embedding/users';
import { seedConnection } from '@/lib/testing/connection';
import { testContext } from '@/lib/testing/context';
import { revokeClient, revokeGrant } from './revoke';
import { widenGrant } from './widen';

const ctx = await testContext();
const { db } = ctx;
const connection = await seedConnection(ctx);
const { userId, clientId, grantId } = connection;

/** The rows that a change would touch. */
async function state() {
  const grant = await db.grant.findUniqueOrThrow({ where: { id: grantId } });
  const client = await db.client.findUniqueOrThrow({ where: { id: clientId } });
  const users = await db.platformUser.findMany();
  return { grant, client, users, entries: (await verifyChain(ctx, userId)).entries };
}

describe('while the audit trail takes no entry', () => {
  beforeEach(() => db.$executeRaw`ALTER TABLE audit_events ADD CONSTRAINT full_disk CHECK (false) NOT VALID`);
  afterEach(() => db.$executeRaw`ALTER TABLE audit_events DROP CONSTRAINT full_disk`);

  it.each<[string, () => Promise<unknown>]>([
    ['revoking a connection', () => revokeGrant(ctx, grantId, 'revoked_by_user')],
    ['revoking a client', () => revokeClient(ctx, userId, clientId)],
    ['deleting a key', () => deleteKey(ctx, userId, clientId)],
    ['widening', () => widenGrant(ctx, userId, grantId, { scopes: ['orders:trade'], accountIds: [] })],
  ])('%s fails and changes nothing', async (_, change) => {
    const before = await state();
    await expect(change()).rejects.toThrow(/full_disk|constraint/i);
    expect(await state()).toEqual(before);
  });

  it('revoking an access token fails and changes nothing', async () => {
    await db.client.update({ where: { id: clientId }, data: { kind: 'partner_key' } });
    const before = await state();
    await expect(revokeAccessKey(ctx, userId, clientId)).rejects.toThrow(/full_disk|constraint/i);
    expect(await state()).toEqual(before);
    await db.client.update({ where: { id: clientId }, data: { kind: 'static' } });
  });

  it('disabling a user of a platform fails and changes nothing', async () => {
    const data = { userId, platformId: clientId, name: 'Ada', secretHash: 'x', createdAt: ctx.now() };
    await db.platformUser.create({ data });
    const before = await state();
    await expect(setPlatformUserDisabled(ctx, { id: clientId, ownerId: userId }, userId, true)).rejects.toThrow(/full_disk|constraint/i);
    expect(await state()).toEqual(before);
  });
});

it('disabling a user of a platform is in its owner’s trail, and the end of each connection in the user’s', async () => {
  const owner = await seedConnection(ctx);
  await db.client.update({ where: { id: clientId }, data: { ownerId: owner.userId } });
  await setPlatformUserDisabled(ctx, { id: clientId, ownerId: owner.userId }, userId, true);
  const entriesOf = (id: string) => db.auditEvent.findMany({ where: { userId: id }, select: { name: true, detail: true, grantId: true } });
  expect(await entriesOf(owner.userId)).toMatchObject([{ name: 'platform_user.disabled', detail: { platformUserId: userId } }]);
  expect(await entriesOf(userId)).toMatchObject([{ name: 'grant.revoked', grantId, detail: { reason: 'platform_user_disabled' } }]);
});

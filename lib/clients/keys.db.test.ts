import { beforeEach, describe, expect, it } from 'vitest';
import { isWellFormedToken, newId, sha256 } from '@/lib/core/crypto';
import { NotFound, Refused } from '@/lib/core/errors';
import { testContext } from '@/lib/testing/context';
import { authenticateClient } from './authenticate';
import { createKey } from './create';
import { deleteKey } from './delete';
import { KEYS_PER_PERSON, NewKey, type NewKeyInput } from './key-schema';
import { findKey, listKeys } from './queries/keys';
import { rotateSecret } from './rotate';
import { setKeyDisabled, updateKey } from './update';

const ctx = await testContext();
let owner: string;
let stranger: string;

beforeEach(async () => {
  owner = await newUser();
  stranger = await newUser();
});

async function newUser(): Promise<string> {
  const id = newId(ctx, 'usr');
  await ctx.db.user.create({ data: { id, email: `${id}@example.com`, createdAt: ctx.now() } });
  return id;
}

const newKey = (changes: Partial<NewKeyInput> = {}) =>
  NewKey.parse({
    name: 'Desk',
    redirectUris: ['https://example.com/cb'],
    scopes: ['account:read', 'market:read', 'orders:trade'],
    isConfidential: false,
    ...changes,
  });

async function connect(clientId: string, userId: string, scopes: string[], changes: Record<string, unknown> = {}): Promise<string> {
  const id = newId(ctx, 'grt');
  const times = { createdAt: ctx.now(), activatedAt: ctx.now() };
  const where = { redirectUri: 'https://example.com/cb', resource: `${ctx.settings.appUrl}/mcp` };
  await ctx.db.grant.create({ data: { id, userId, clientId, ...where, scopes, scopeNames: scopes, ...times, ...changes } });
  return id;
}

const eventNames = async (userId: string) =>
  (await ctx.db.auditEvent.findMany({ where: { userId }, orderBy: { id: 'asc' }, select: { name: true } })).map(({ name }) => name);

const refusal = async (work: Promise<unknown>) =>
  work.then(
    () => null,
    (thrown: unknown) => (thrown instanceof Refused || thrown instanceof NotFound ? thrown.name : Promise.reject(thrown)),
  );

describe('a gateway key', () => {
  const gateway = () => createKey(ctx, owner, newKey({ redirectUris: [`${ctx.settings.appUrl}/auth/callback`] }));

  it('is for its owner only unless they say otherwise', async () => {
    expect((await gateway()).key.isOwnerOnly).toBe(true);
    const shared = newKey({ redirectUris: [`${ctx.settings.appUrl}/auth/callback`], isOwnerOnly: false });
    expect((await createKey(ctx, owner, shared)).key.isOwnerOnly).toBe(false);
    expect((await createKey(ctx, owner, newKey())).key.isOwnerOnly).toBe(false);
  });

  it('takes exact platform callbacks from its owner, and says what is wrong with others', async () => {
    const { clientId } = (await gateway()).key;
    const pasted = 'https://chatgpt.com/connector/oauth/abc';
    expect((await updateKey(ctx, owner, clientId, { platformCallbacks: [pasted] })).platformCallbacks).toEqual([pasted]);
    for (const wrong of [
      'https://*.chatgpt.com/',
      'http://chatgpt.com/cb',
      `${ctx.settings.appUrl}/auth/callback`,
      'javascript:alert(1)',
    ]) {
      await expect(updateKey(ctx, owner, clientId, { platformCallbacks: [pasted, wrong] })).rejects.toMatchObject({
        field: 'platformCallbacks.1',
      });
    }
    expect(await refusal(updateKey(ctx, stranger, clientId, { platformCallbacks: [] }))).toBe('NotFound');
    expect((await updateKey(ctx, owner, clientId, { platformCallbacks: [] })).platformCallbacks).toEqual([]);
  });

  it('is the only kind that takes them', async () => {
    const { clientId } = (await createKey(ctx, owner, newKey())).key;
    expect(await refusal(updateKey(ctx, owner, clientId, { platformCallbacks: ['https://chatgpt.com/cb'] }))).toBe('Refused');
  });
});

describe('a new key', () => {
  it('of a public client has an opaque id and no secret', async () => {
    const { key, clientSecret } = await createKey(ctx, owner, newKey());
    expect(key.clientId).toMatch(/^key_[0-9A-Za-z]{22}$/);
    expect(clientSecret).toBeNull();
    expect(await listKeys(ctx, owner)).toMatchObject([{ clientId: key.clientId, name: 'Desk', connections: 0, lastUsedAt: null }]);
    expect(await eventNames(owner)).toEqual(['key.created']);
  });

  it('of a confidential client shows its secret once and keeps only the hash', async () => {
    const { key, clientSecret } = await createKey(ctx, owner, newKey({ isConfidential: true }));
    expect(clientSecret && isWellFormedToken('cc_cs', clientSecret)).toBe(true);
    const row = await ctx.db.client.findUniqueOrThrow({ where: { id: key.clientId } });
    expect(row.secretHash).toBe(sha256(clientSecret ?? ''));
    const stored = JSON.stringify([
      row,
      await findKey(ctx, owner, key.clientId),
      await ctx.db.auditEvent.findMany({ select: { detail: true } }),
    ]);
    expect(stored).not.toContain(clientSecret);
  });

  it('is refused with a redirect URI that cannot be used, and nothing is stored', async () => {
    const problem = (redirectUris: string[]) => createKey(ctx, owner, newKey({ redirectUris }));
    await expect(problem(['https://a.example/', 'javascript:alert(1)'])).rejects.toMatchObject({
      name: 'Refused',
      field: 'redirectUris.1',
    });
    await expect(problem([`${ctx.settings.appUrl}/mcp`])).rejects.toThrow(/MCP address/);
    await expect(problem(['https://a.example/', 'https://a.example/'])).rejects.toThrow(/in the list already/);
    expect(await listKeys(ctx, owner)).toEqual([]);
  });

  it('over the limit is refused, also when many are made at once', async () => {
    const room = 3;
    const row = { ownerId: owner, kind: 'static', name: 'x', isConfidential: false, createdAt: ctx.now() };
    await ctx.db.client.createMany({ data: Array.from({ length: KEYS_PER_PERSON - room }, () => ({ ...row, id: newId(ctx, 'key') })) });
    const answers = await Promise.all(Array.from({ length: 8 }, () => refusal(createKey(ctx, owner, newKey()))));
    expect(answers.filter((answer) => answer === null)).toHaveLength(room);
    expect(answers.filter((answer) => answer === 'Refused')).toHaveLength(8 - room);
  });
});

describe("another person's key", () => {
  it('is not found by any verb, and stays as it is', async () => {
    const { key } = await createKey(ctx, owner, newKey({ isConfidential: true }));
    const id = key.clientId;
    expect(await findKey(ctx, stranger, id)).toBeNull();
    expect(await listKeys(ctx, stranger)).toEqual([]);
    expect(await refusal(updateKey(ctx, stranger, id, { name: 'Mine' }))).toBe('NotFound');
    expect(await refusal(setKeyDisabled(ctx, stranger, id, true))).toBe('NotFound');
    expect(await refusal(rotateSecret(ctx, stranger, id, { endPreviousNow: true }))).toBe('NotFound');
    expect(await refusal(deleteKey(ctx, stranger, id))).toBe('NotFound');
    expect(await findKey(ctx, owner, id)).toEqual(key);
    expect(await eventNames(stranger)).toEqual([]);
  });
});

describe('changing a key', () => {
  it('changes what is given, leaves the rest, and records what was added and taken away', async () => {
    const { key } = await createKey(ctx, owner, newKey());
    const changed = await updateKey(ctx, owner, key.clientId, { scopes: ['account:read', 'alerts:write'] });
    expect(changed).toEqual({
      ...key,
      scopes: ['account:read', 'alerts:write'],
      connectionsByScope: { 'account:read': 0, 'alerts:write': 0 },
    });
    const event = await ctx.db.auditEvent.findFirstOrThrow({ where: { name: 'key.updated', clientId: key.clientId } });
    expect(event.detail).toMatchObject({ permissionsAdded: ['alerts:write'], permissionsRemoved: ['market:read', 'orders:trade'] });
  });

  it('says beforehand how many live connections hold each permission', async () => {
    const { key } = await createKey(ctx, owner, newKey());
    await connect(key.clientId, owner, ['account:read', 'orders:trade']);
    await connect(key.clientId, stranger, ['account:read']);
    await connect(key.clientId, stranger, ['account:read'], { revokedAt: ctx.now() });
    await connect(key.clientId, stranger, ['account:read'], { activatedAt: null });
    await connect(key.clientId, stranger, ['account:read'], { endsAt: ctx.now() });
    expect(await findKey(ctx, owner, key.clientId)).toMatchObject({
      connections: 2,
      people: 2,
      connectionsByScope: { 'account:read': 2, 'market:read': 0, 'orders:trade': 1 },
    });
  });

  it('disabling and enabling happen once each, however often they are asked', async () => {
    const { key } = await createKey(ctx, owner, newKey());
    for (const isDisabled of [true, true, false, false]) {
      expect((await setKeyDisabled(ctx, owner, key.clientId, isDisabled)).isDisabled).toBe(isDisabled);
    }
    expect(await eventNames(owner)).toEqual(['key.created', 'key.disabled', 'key.enabled']);
  });
});

describe('rotating a secret', () => {
  it('keeps the one before for 24 hours, and any older one not at all', async () => {
    const first = await createKey(ctx, owner, newKey({ isConfidential: true }));
    const id = first.key.clientId;
    const second = await rotateSecret(ctx, owner, id, { endPreviousNow: false });
    const endsAt = new Date(ctx.now().getTime() + 24 * 3_600_000);
    expect(second.key.previousSecretEndsAt).toBe(endsAt.toISOString());
    expect(await ctx.db.client.findUniqueOrThrow({ where: { id } })).toMatchObject({
      secretHash: sha256(second.clientSecret),
      previousSecretHash: sha256(first.clientSecret ?? ''),
      previousSecretExpiresAt: endsAt,
    });
    const third = await rotateSecret(ctx, owner, id, { endPreviousNow: false });
    expect(await ctx.db.client.findUniqueOrThrow({ where: { id } })).toMatchObject({
      secretHash: sha256(third.clientSecret),
      previousSecretHash: sha256(second.clientSecret),
    });
  });

  it('lets a client prove itself with either secret until the overlap ends, then with the new one only', async () => {
    const { key, clientSecret: before } = await createKey(ctx, owner, newKey({ isConfidential: true }));
    const { clientSecret: after } = await rotateSecret(ctx, owner, key.clientId, { endPreviousNow: false });
    const proves = (secret: string | null) => {
      const form = new Map([['client_id', key.clientId]]).set('client_secret', secret ?? '');
      return authenticateClient(ctx, new Request('https://cc.example/oauth/token'), form).then(
        () => true,
        () => false,
      );
    };
    expect([await proves(before), await proves(after)]).toEqual([true, true]);
    ctx.clock.advanceSeconds(24 * 3600 + 1);
    expect([await proves(before), await proves(after)]).toEqual([false, true]);
  });

  it('after a leak ends the one before at once', async () => {
    const { key } = await createKey(ctx, owner, newKey({ isConfidential: true }));
    const { clientSecret } = await rotateSecret(ctx, owner, key.clientId, { endPreviousNow: true });
    expect(await ctx.db.client.findUniqueOrThrow({ where: { id: key.clientId } })).toMatchObject({
      secretHash: sha256(clientSecret),
      previousSecretHash: null,
      previousSecretExpiresAt: null,
    });
  });

  it('is refused for a public key', async () => {
    const { key } = await createKey(ctx, owner, newKey());
    expect(await refusal(rotateSecret(ctx, owner, key.clientId, { endPreviousNow: false }))).toBe('Conflict');
  });
});

describe('deleting a key', () => {
  it('ends every connection and forgets consents in the same transaction, and says how many', async () => {
    const { key } = await createKey(ctx, owner, newKey({ isConfidential: true }));
    const grants = [
      await connect(key.clientId, owner, ['account:read']),
      await connect(key.clientId, stranger, ['account:read']),
      await connect(key.clientId, stranger, ['account:read']),
      await connect(key.clientId, stranger, ['account:read'], { activatedAt: null }),
    ];
    const other = await createKey(ctx, owner, newKey());
    const kept = await connect(other.key.clientId, owner, ['account:read']);
    const consent = { userId: owner, clientId: key.clientId, redirectUri: 'https://example.com/cb', resource: 'r', grantedAt: ctx.now() };
    await ctx.db.consent.create({ data: consent });

    expect(await deleteKey(ctx, owner, key.clientId)).toEqual({ connectionsEnded: 3, peopleAffected: 2 });

    const ended = await ctx.db.grant.findMany({ where: { revokedFor: 'key_deleted' }, select: { id: true } });
    expect(ended.map(({ id }) => id).sort()).toEqual(grants.sort());
    expect(await ctx.db.grant.findUniqueOrThrow({ where: { id: kept } })).toMatchObject({ revokedAt: null });
    expect(await ctx.db.consent.count({ where: { clientId: key.clientId } })).toBe(0);
    expect(await findKey(ctx, owner, key.clientId)).toBeNull();
    expect(await eventNames(stranger)).toEqual(['grant.revoked', 'grant.revoked']);
  });

  it('succeeds for exactly one of 20 callers at once; the others find no key', async () => {
    const { key } = await createKey(ctx, owner, newKey());
    await connect(key.clientId, owner, ['account:read']);
    const answers = await Promise.all(Array.from({ length: 20 }, () => refusal(deleteKey(ctx, owner, key.clientId))));
    expect(answers.filter((answer) => answer === null)).toHaveLength(1);
    expect(answers.filter((answer) => answer === 'NotFound')).toHaveLength(19);
    expect((await eventNames(owner)).filter((name) => name === 'key.deleted')).toHaveLength(1);
  });
});

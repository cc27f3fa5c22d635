import { describe, expect, it } from 'vitest';
import { sha256 } from '@/lib/core/crypto';
import { testContext } from '@/lib/testing/context';
import { doChores } from './chores';

const ctx = await testContext({ now: '2030-01-01T00:00:00Z' });
const DAY_MS = 86_400_000;
const at = (days: number) => new Date(ctx.now().getTime() + days * DAY_MS);

async function seed() {
  await ctx.db.user.create({ data: { id: 'usr_1', email: 'a@example.com', createdAt: ctx.now() } });
  await ctx.db.client.create({
    data: {
      id: 'key_1',
      kind: 'static',
      ownerId: 'usr_1',
      name: 'One',
      redirectUris: [],
      scopes: [],
      isConfidential: false,
      createdAt: ctx.now(),
    },
  });
  const grant = { userId: 'usr_1', clientId: 'key_1', redirectUri: 'https://app.example/cb', resource: 'r', createdAt: at(-3) };
  await ctx.db.grant.create({ data: { id: 'grt_live', ...grant, activatedAt: at(-3) } });
  await ctx.db.grant.create({ data: { id: 'grt_never', ...grant } });
  await ctx.db.accessToken.createMany({
    data: Array.from({ length: 1203 }, (_, index) => ({
      tokenHash: sha256(`old ${index}`),
      grantId: 'grt_live',
      createdAt: at(-3),
      expiresAt: at(-2),
    })),
  });
  await ctx.db.accessToken.create({ data: { tokenHash: 'just expired', grantId: 'grt_live', createdAt: at(-1), expiresAt: at(-0.5) } });
  await ctx.db.refreshToken.create({ data: { tokenHash: 'live', grantId: 'grt_live', createdAt: at(-3), expiresAt: at(20) } });
  await ctx.db.rateCounter.create({ data: { key: 'over', count: 3, expiresAt: at(-1) } });
  await ctx.db.rateCounter.create({ data: { key: 'running', count: 3, expiresAt: at(1) } });
}

describe('chores', () => {
  it('remove what is over in as many small batches as it takes, and nothing that still counts', async () => {
    await seed();
    expect(await doChores(ctx)).toMatchObject({ accessTokens: 1203, grantsNeverActivated: 1, counters: 1, refreshTokens: 0, sessions: 0 });
    expect(await ctx.db.accessToken.findMany({ select: { tokenHash: true } })).toEqual([{ tokenHash: 'just expired' }]);
    expect(await ctx.db.refreshToken.count()).toBe(1);
    expect(await ctx.db.grant.findMany({ select: { id: true } })).toEqual([{ id: 'grt_live' }]);
    expect(await ctx.db.rateCounter.count()).toBe(1);
  });

  it('that fail are logged and do not keep the others from theirs', async () => {
    const $executeRaw = () => Promise.reject(new Error('away'));
    expect(
      await doChores({
        ...ctx,
        db: new Proxy(ctx.db, { get: (target, name) => (name === '$executeRaw' ? $executeRaw : Reflect.get(target, name)) }),
      }),
    ).toEqual({});
    expect(ctx.logged.filter(({ event }) => event === 'chore.failed').length).toBeGreaterThan(3);
  });
});

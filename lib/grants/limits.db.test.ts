import { beforeEach, describe, expect, it } from 'vitest';
import { newId } from '@/lib/core/crypto';
import { startSession } from '@/lib/identity/sessions';
import { testContext } from '@/lib/testing/context';
import { setHiddenFamilies } from './hide-families';
import { NewLimits } from './limits-schema';
import { pauseGrant, resumeGrant } from './pause';
import { findGrant } from './queries/grants';
import { DEFAULT_TRADE_RULES } from './trade-rules';
import { updateLimits } from './update-limits';

const ctx = await testContext({ now: '2030-01-02T15:00:00.000Z' });
const resource = `${ctx.settings.appUrl}/mcp`;
let user: { id: string; sessionId: string };
let clientId: string;
let grantId: string;

beforeEach(async () => {
  ctx.clock.set('2030-01-02T15:00:00.000Z');
  user = await signedIn();
  clientId = newId(ctx, 'key');
  const client = { id: clientId, kind: 'static', name: 'Desk', ownerId: user.id, isConfidential: false, createdAt: ctx.now() };
  await ctx.db.client.create({ data: { ...client, scopes: ['orders:trade'] } });
  grantId = await connect();
});

async function signedIn(): Promise<{ id: string; sessionId: string }> {
  const id = newId(ctx, 'usr');
  await ctx.db.user.create({ data: { id, email: `${id}@example.com`, createdAt: ctx.now() } });
  await startSession(ctx, { userId: id, userAgent: 'test', replaces: null });
  const session = await ctx.db.signInSession.findFirstOrThrow({ where: { userId: id } });
  return { id, sessionId: session.id };
}

async function connect(changes: Record<string, unknown> = {}): Promise<string> {
  const id = newId(ctx, 'grt');
  const rights = { scopes: ['orders:trade'], scopeNames: ['orders:trade'], accountIds: ['acc_1'] };
  const data = { id, userId: user.id, clientId, redirectUri: 'https://a.example/cb', resource, ...rights, createdAt: ctx.now() };
  await ctx.db.grant.create({ data: { ...data, activatedAt: ctx.now(), maxOrderValue: '500', approvalAbove: '100', ...changes } });
  return id;
}

const NOW = {
  maxOrderValue: '500',
  maxDailyValue: null,
  maxOrdersPerDay: null,
  approvalAbove: '100',
  endsOn: null,
  rules: DEFAULT_TRADE_RULES,
};
const limits = (changes: object) => NewLimits.parse({ ...NOW, ...changes });
const events = () => ctx.db.auditEvent.findMany({ where: { grantId }, orderBy: { id: 'asc' }, select: { name: true, detail: true } });
const later = () => ctx.clock.advanceSeconds(301);

describe('changing limits', () => {
  it('tighter needs no proof, counts at once, and says in the trail what changed', async () => {
    later();
    const rules = { ...DEFAULT_TRADE_RULES, symbolsAllow: ['aapl', 'AAPL', ' msft '], maxQuantity: '010.50' };
    await updateLimits(ctx, user, grantId, limits({ maxOrderValue: '0250.00', maxDailyValue: '1000', endsOn: '2030-01-31', rules }));
    expect(await findGrant(ctx, user.id, grantId)).toMatchObject({
      limits: { maxOrderValue: '250', maxDailyValue: '1000', maxOrdersPerDay: null, approvalAbove: '100' },
      rules: { symbolsAllow: ['AAPL', 'MSFT'], maxQuantity: '10.5' },
      endsAt: new Date('2030-02-01T00:00:00.000Z'),
    });
    const changed = ['maxOrderValue', 'maxDailyValue', 'maxQuantity', 'symbolsAllow', 'endsAt'];
    expect(await events()).toMatchObject([{ name: 'grant.limits_changed', detail: { changed, loosened: false } }]);
  });

  it('looser needs a proof of the last five minutes, and without one nothing changes', async () => {
    later();
    const raise = () => updateLimits(ctx, user, grantId, limits({ maxOrderValue: '501' }));
    await expect(raise()).rejects.toMatchObject({ name: 'SignInTooOld', field: 'signIn' });
    expect((await findGrant(ctx, user.id, grantId))?.limits.maxOrderValue).toBe('500');
    expect(await events()).toEqual([]);
    await ctx.db.signInSession.updateMany({ where: { userId: user.id }, data: { provedAt: ctx.now() } });
    await raise();
    expect((await findGrant(ctx, user.id, grantId))?.limits.maxOrderValue).toBe('501');
    expect(await events()).toMatchObject([{ detail: { changed: ['maxOrderValue'], loosened: true } }]);
  });

  it('to what they are says nothing, also where the end falls within its day', async () => {
    const endsAt = new Date('2030-01-09T11:30:00.000Z');
    grantId = await connect({ endsAt });
    later();
    await updateLimits(ctx, user, grantId, limits({ maxOrderValue: '500.00', endsOn: '2030-01-09' }));
    expect((await findGrant(ctx, user.id, grantId))?.endsAt).toEqual(endsAt);
    expect(await events()).toEqual([]);
  });

  it('is remembered with every consent of this client, and of no other', async () => {
    const consent = (client: string, redirectUri: string) =>
      ctx.db.consent.create({
        data: { userId: user.id, clientId: client, redirectUri, resource, scopes: ['orders:trade'], grantedAt: ctx.now() },
      });
    await Promise.all([consent(clientId, 'https://a.example/cb'), consent(clientId, 'https://b.example/cb')]);
    await updateLimits(ctx, user, grantId, limits({ maxOrdersPerDay: 3, rules: { ...DEFAULT_TRADE_RULES, sides: ['sell'] } }));
    const kept = await ctx.db.consent.findMany({ where: { clientId } });
    expect(kept).toHaveLength(2);
    for (const one of kept) expect(one).toMatchObject({ maxOrdersPerDay: 3, tradeRules: { sides: ['sell'] } });
  });

  it.each([
    ['endsOn', { endsOn: '2030-01-01' }],
    ['endsOn', { endsOn: '2030-02-30' }],
  ])('%s that cannot be is refused at its field', async (field, changes) => {
    await expect(updateLimits(ctx, user, grantId, limits(changes))).rejects.toMatchObject({ name: 'Refused', field });
  });

  it.each([
    [{ maxOrderValue: '0' }, 'maxOrderValue'],
    [{ maxOrderValue: '-1' }, 'maxOrderValue'],
    [{ maxDailyValue: '1e9' }, 'maxDailyValue'],
    [{ approvalAbove: '٣' }, 'approvalAbove'],
    [{ maxOrdersPerDay: 0 }, 'maxOrdersPerDay'],
    [{ maxOrdersPerDay: 1.5 }, 'maxOrdersPerDay'],
    [{ rules: { ...DEFAULT_TRADE_RULES, sides: [] } }, 'rules.sides'],
    [{ rules: { ...DEFAULT_TRADE_RULES, symbolsAllow: ['A;DROP'] } }, 'rules.symbolsAllow.0'],
    [{ rules: { ...DEFAULT_TRADE_RULES, more: true } }, 'rules'],
  ])('%o is no limit', (changes, path) => {
    expect(NewLimits.safeParse({ ...NOW, ...changes }).error?.issues[0]?.path.join('.')).toBe(path);
  });

  it('0 asks about every order', () => {
    expect(limits({ approvalAbove: '0' }).approvalAbove).toBe('0');
  });
});

it("somebody else's, ended or never activated connection is not found", async () => {
  const stranger = await signedIn();
  const owner = user;
  for (const [who, id] of [
    [stranger, grantId],
    [owner, await connect({ revokedAt: ctx.now() })],
    [owner, await connect({ activatedAt: null })],
    [owner, await connect({ endsAt: ctx.now() })],
  ] as const) {
    const notFound = { name: 'NotFound' };
    await expect(updateLimits(ctx, who, id, limits({}))).rejects.toMatchObject(notFound);
    await expect(pauseGrant(ctx, who.id, id)).rejects.toMatchObject(notFound);
    await expect(resumeGrant(ctx, who, id)).rejects.toMatchObject(notFound);
    await expect(setHiddenFamilies(ctx, who.id, id, { hiddenFamilies: ['trading'] })).rejects.toMatchObject(notFound);
  }
});

describe('pausing', () => {
  it('needs no proof and counts once; going on needs one', async () => {
    later();
    await Promise.all([pauseGrant(ctx, user.id, grantId), pauseGrant(ctx, user.id, grantId)]);
    expect((await findGrant(ctx, user.id, grantId))?.pausedAt).toEqual(ctx.now());
    await expect(resumeGrant(ctx, user, grantId)).rejects.toMatchObject({ name: 'SignInTooOld' });
    expect((await findGrant(ctx, user.id, grantId))?.pausedAt).not.toBeNull();
    await ctx.db.signInSession.updateMany({ where: { userId: user.id }, data: { provedAt: ctx.now() } });
    await resumeGrant(ctx, user, grantId);
    await resumeGrant(ctx, user, grantId);
    expect((await findGrant(ctx, user.id, grantId))?.pausedAt).toBeNull();
    expect((await events()).map(({ name }) => name)).toEqual(['grant.paused', 'grant.resumed']);
  });
});

it('hidden families are stored once each and told in the trail', async () => {
  await setHiddenFamilies(ctx, user.id, grantId, { hiddenFamilies: ['trading', 'discovery'] });
  await setHiddenFamilies(ctx, user.id, grantId, { hiddenFamilies: ['trading', 'discovery'] });
  expect((await findGrant(ctx, user.id, grantId))?.hiddenFamilies).toEqual(['trading', 'discovery']);
  expect(await events()).toMatchObject([{ name: 'grant.tools_changed', detail: { hiddenFamilies: ['trading', 'discovery'] } }]);
});

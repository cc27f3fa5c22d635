// What the workers do beside requests, and what the person's alerts are.
import { beforeEach, describe, expect, it } from 'vitest';
import { alertsOf, markRead } from '@/lib/strategies/alerts';
import { emitAlert } from '@/lib/strategies/emit-alert';
import { deleteOldAlerts } from '@/lib/strategies/queries/alerts';
import type { Severity } from '@/lib/strategies/schema';
import { type Connection, seedConnection } from '@/lib/testing/connection';
import { testContext } from '@/lib/testing/context';
import { startMailServer } from '@/lib/testing/mail-server';
import { portalNow } from './portal-now';
import { mailAlerts } from './strategies';

const mail = await startMailServer();
const ctx = await testContext({ environment: { SMTP_URL: `smtp://127.0.0.1:${mail.port}?from=center@example.com` } });
let person: Connection;
beforeEach(async () => {
  person = await seedConnection(ctx, { clientName: 'Claude' });
});

const emit = (title: string, severity: Severity = 'critical') =>
  emitAlert(ctx, person.userId, { grantId: person.grantId, clientId: person.clientId, title, text: 'Sold at $1.\nNow flat.', severity });
const listed = async (isUnread: boolean) =>
  (await alertsOf(ctx, person.userId)).alerts.filter((alert) => alert.isUnread === isUnread).map(({ title }) => title);

describe('alerts', () => {
  it('are listed newest first and unread until their person has read them; nobody else can', async () => {
    const first = await emit('First', 'info');
    ctx.clock.advanceSeconds(1);
    await emit('Second', 'warning');
    expect(await alertsOf(ctx, person.userId)).toMatchObject({
      count: { unread: 2, newestAt: ctx.now().toISOString() },
      alerts: [{ title: 'Second', clientName: 'Claude' }, { title: 'First' }],
    });
    const stranger = await seedConnection(ctx);
    expect(await markRead(ctx, stranger.userId, [first.id])).toEqual({ alerts: [], count: { unread: 0, newestAt: null } });
    await markRead(ctx, stranger.userId, null);
    expect(await listed(true)).toEqual(['Second', 'First']);
    await markRead(ctx, person.userId, [first.id]);
    expect([await listed(true), await listed(false)]).toEqual([['Second'], ['First']]);
    expect(await markRead(ctx, person.userId, null)).toMatchObject({ count: { unread: 0, newestAt: null } });
    expect([await listed(true), await listed(false)]).toEqual([[], ['Second', 'First']]);
  });

  it('leave the list when there are many, read ones before unread ones', async () => {
    const unread = await emit('Unread');
    for (let index = 0; index < 25; index += 1) {
      ctx.clock.advanceSeconds(61);
      const { id } = await emit(`Read ${index}`);
      await markRead(ctx, person.userId, [id]);
    }
    const { alerts, count } = await alertsOf(ctx, person.userId);
    expect(alerts).toHaveLength(20);
    expect(alerts.at(-1)).toMatchObject({ id: unread.id, isUnread: true });
    expect(alerts[0]).toMatchObject({ title: 'Read 24', isUnread: false });
    expect(count.unread).toBe(1);
  });

  it('are counted for every page of the portal', async () => {
    expect((await portalNow(ctx, person.userId)).alerts).toEqual({ unread: 0, newestAt: null });
    const { id, createdAt } = await emit('First', 'info');
    expect((await portalNow(ctx, person.userId)).alerts).toEqual({ unread: 1, newestAt: createdAt.toISOString() });
    await markRead(ctx, person.userId, [id]);
    expect((await portalNow(ctx, person.userId)).alerts.unread).toBe(0);
  });

  it('go after ninety days', async () => {
    await emit('Old', 'info');
    ctx.clock.advanceSeconds(91 * 86_400);
    await emit('New', 'info');
    await deleteOldAlerts(ctx, 100);
    expect(await listed(true)).toEqual(['New']);
  });

  it('are mailed once when they are critical, by one instance, in the words of the client quoted as text', async () => {
    await emit('Not urgent', 'warning');
    await emit('Stop hit');
    await Promise.all([mailAlerts(ctx), mailAlerts(ctx), mailAlerts(ctx)]);
    const { to, text, headers } = await mail.next();
    expect(to).toContain(person.email);
    expect(headers).toContain('critical alert');
    expect(text).toContain('Claude sent you a critical alert:\n\nStop hit\n\nSold at $1.\nNow flat.');
    await mailAlerts(ctx);
    expect(mail.mails).toHaveLength(1);
  });

  it('are not mailed when they are old or read', async () => {
    await emit('Read');
    await markRead(ctx, person.userId, null);
    await emit('Old');
    ctx.clock.advanceSeconds(3_601);
    const before = mail.mails.length;
    await mailAlerts(ctx);
    expect(mail.mails).toHaveLength(before);
  });
});

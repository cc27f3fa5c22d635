// What the workers do beside requests, and what the person's alerts are.
import { beforeEach, describe, expect, it } from 'vitest';
import { alertsOf, dismiss } from '@/lib/strategies/alerts';
import { emitAlert } from '@/lib/strategies/emit-alert';
import { deleteOldAlerts } from '@/lib/strategies/queries/alerts';
import type { Severity } from '@/lib/strategies/schema';
import { type Connection, seedConnection } from '@/lib/testing/connection';
import { testContext } from '@/lib/testing/context';
import { startMailServer } from '@/lib/testing/mail-server';
import { mailAlerts } from './strategies';

const mail = await startMailServer();
const ctx = await testContext({ environment: { SMTP_URL: `smtp://127.0.0.1:${mail.port}?from=center@example.com` } });
let person: Connection;
beforeEach(async () => {
  person = await seedConnection(ctx, { clientName: 'Claude' });
});

const emit = (title: string, severity: Severity = 'critical') =>
  emitAlert(ctx, person.userId, { grantId: person.grantId, clientId: person.clientId, title, text: 'Sold at $1.\nNow flat.', severity });
const titles = async (userId = person.userId) => (await alertsOf(ctx, userId)).alerts.map(({ title }) => title);

describe('alerts', () => {
  it('are listed newest first until their person dismisses them; nobody else can', async () => {
    const first = await emit('First', 'info');
    ctx.clock.advanceSeconds(1);
    await emit('Second', 'warning');
    expect(await alertsOf(ctx, person.userId)).toMatchObject({
      total: 2,
      alerts: [{ title: 'Second', clientName: 'Claude' }, { title: 'First' }],
    });
    const stranger = await seedConnection(ctx);
    expect(await dismiss(ctx, stranger.userId, [first.id])).toEqual({ alerts: [], total: 0 });
    await dismiss(ctx, stranger.userId, null);
    expect(await titles()).toEqual(['Second', 'First']);
    await dismiss(ctx, person.userId, [first.id]);
    expect(await titles()).toEqual(['Second']);
    await dismiss(ctx, person.userId, null);
    expect(await titles()).toEqual([]);
  });

  it('go after ninety days', async () => {
    await emit('Old', 'info');
    ctx.clock.advanceSeconds(91 * 86_400);
    await emit('New', 'info');
    await deleteOldAlerts(ctx, 100);
    expect(await titles()).toEqual(['New']);
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

  it('are not mailed when they are old or dismissed', async () => {
    await emit('Dismissed');
    await dismiss(ctx, person.userId, null);
    await emit('Old');
    ctx.clock.advanceSeconds(3_601);
    const before = mail.mails.length;
    await mailAlerts(ctx);
    expect(mail.mails).toHaveLength(before);
  });
});

// The operator bars a person or a client: the consent page says why and has no Allow, memory does not answer, live tokens stop; lifting it
// gives everything back.
import { beforeAll, describe, expect, it } from 'vitest';
import { setPartnerAccess } from '@/lib/clients/partner-access';
import { sha256 } from '@/lib/core/crypto';
import { NO_LIMITS } from '@/lib/grants/schema';
import { allow } from '@/lib/oauth/consent';
import { connectClient } from '@/lib/testing/mcp-clients';
import {
  answerOf,
  authorizeUrl,
  connected,
  type Key,
  newChallenge,
  refresh,
  type SignedIn,
  seedKey,
  signedInBrowser,
  tokensOf,
} from '@/lib/testing/oauth';
import { startTestServer } from '@/lib/testing/server';

const server = await startTestServer();
const { ctx, origin } = server;

let person: SignedIn;
let key: Key;
beforeAll(async () => {
  person = await signedInBrowser(server, 'ada@example.com');
  key = await seedKey(server, person.userId, { name: 'Claude' });
});

const open = (changes = {}) => person.browser.get(authorizeUrl(key, newChallenge().challenge, { scope: 'read', ...changes }));

describe.each([
  ['a person', () => person.email, 'Your account cannot connect AI clients'],
  ['a client', () => key.id, 'Claude cannot be connected here'],
] as const)('%s that is barred', (_, whom, title) => {
  const REASON = 'Your <b>review</b> is not finished\u202e.';

  it('cannot consent, hears why, and goes back with access_denied', async () => {
    await setPartnerAccess(ctx, whom(), REASON);
    const page = await open();
    expect(page.status).toBe(403);
    expect(page.text).toContain(title);
    expect(page.text).toContain('Your review is not finished.');
    expect(page.text).not.toContain('Allow');
    expect(page.html).not.toContain('<script');
    const answer = answerOf(await person.browser.press(page, 'Go back to the app'));
    expect(Object.fromEntries(answer)).toMatchObject({ error: 'access_denied', state: 'state-1', iss: origin });
    await setPartnerAccess(ctx, whom(), null);
  });

  it('cannot allow by a form of its own making, nor from a page opened before', async () => {
    const before = await open({ prompt: 'consent' });
    await setPartnerAccess(ctx, whom(), REASON);
    const pressed = await person.browser.press(before, 'Allow');
    expect([pressed.status, pressed.location]).toEqual([403, null]);
    const page = await open();
    const forged = await person.browser.press(page, 'Go back to the app', {
      decision: 'allow',
      scope: 'account:read',
      account: person.accountId,
    });
    expect([forged.status, forged.location]).toEqual([403, null]);
    const requestId = new URL(page.url).searchParams.get('request') ?? '';
    const choice = { scopes: ['account:read'], accountIds: [person.accountId], limits: NO_LIMITS, endsAt: null };
    const user = { id: person.userId, email: person.email };
    const outcome = await allow(ctx, requestId, sha256(person.browser.cookies.get('cc_browser') ?? ''), user, choice);
    expect(outcome.kind).toBe('refused');
    await setPartnerAccess(ctx, whom(), null);
  });

  it('is not let through by a remembered consent, and live tokens are refused with words until it is lifted', async () => {
    const { accessToken, refreshToken } = await connected(server, person, key, { scope: 'read' });
    const client = await connectClient('v1', origin, accessToken);
    await client.listTools();
    expect((await open()).location).toContain('code='); // from memory
    await setPartnerAccess(ctx, whom(), REASON);
    expect((await open()).status).toBe(403);
    await expect(client.listTools()).rejects.toThrow(/The operator does not allow this access; connecting again tells why/);
    const fresh = tokensOf(await refresh(server, key, refreshToken));
    await expect(connectClient('v1', origin, fresh.accessToken)).rejects.toThrow(/operator does not allow/);
    await setPartnerAccess(ctx, whom(), null);
    await (await connectClient('v1', origin, fresh.accessToken)).listTools();
    expect((await open()).location).toContain('code=');
  });
});

it('is written down for the person, and nobody of that name is told so', async () => {
  await setPartnerAccess(ctx, ` ${person.email.toUpperCase()} `, 'Why');
  await setPartnerAccess(ctx, person.userId, null);
  const events = await ctx.db.auditEvent.findMany({
    where: { userId: person.userId, name: { startsWith: 'partner_access' } },
    orderBy: { id: 'desc' },
    take: 2,
  });
  expect(events).toMatchObject([
    { name: 'partner_access.allowed', detail: { reason: null } },
    { name: 'partner_access.blocked', detail: { reason: 'Why' } },
  ]);
  expect(await setPartnerAccess(ctx, 'nobody@example.com', 'Why')).toBeNull();
});

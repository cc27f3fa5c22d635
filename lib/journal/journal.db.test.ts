import { beforeAll, describe, expect, it } from 'vitest';
import { DELETE as removeRoute } from '@/app/api/journal/[entryId]/route';
import { POST as addRoute, GET as listRoute } from '@/app/api/journal/route';
import { serveWith } from '@/lib/testing/application';
import { type Connection, seedConnection } from '@/lib/testing/connection';
import { signIn } from '@/lib/testing/oauth';
import { startTestServer } from '@/lib/testing/server';
import { cookieHeader } from '@/lib/testing/sign-up';
import { LONGEST_NOTE, Note, NotePage } from './schema';

const { ctx, origin, application } = await startTestServer();
serveWith(application);

let ada: Connection;
let bob: Connection;
const cookies = new Map<string, string>();
beforeAll(async () => {
  ada = await seedConnection(ctx);
  bob = await seedConnection(ctx);
  for (const { userId } of [ada, bob]) cookies.set(userId, cookieHeader(await signIn({ ctx, origin }, userId)));
});

async function send(
  { userId }: Connection,
  method: 'GET' | 'POST' | 'DELETE',
  given: { body?: unknown; id?: string; query?: string } = {},
) {
  const headers = { origin, 'sec-fetch-site': 'same-origin', 'content-type': 'application/json', cookie: cookies.get(userId) ?? '' };
  const body = given.body === undefined ? undefined : JSON.stringify(given.body);
  const request = new Request(`${origin}/api/journal${given.query ?? ''}`, { method, headers, body });
  const route = { GET: listRoute, POST: addRoute, DELETE: removeRoute }[method];
  const answer = await route(request, { params: Promise.resolve(given.id === undefined ? {} : { entryId: given.id }) });
  const text = await answer.text();
  return { status: answer.status, body: text === '' ? null : (JSON.parse(text) as unknown) };
}

const add = async (person: Connection, body: unknown) => Note.parse((await send(person, 'POST', { body })).body);
const notesOf = async (person: Connection, query = '') => NotePage.parse((await send(person, 'GET', { query })).body);

describe('journal notes', () => {
  it('are added, listed newest first and removed, each with a line in the audit trail', async () => {
    const first = await add(ada, { text: '  First thoughts\r\non <b>AAPL</b>\u202e\u0007  ', symbol: 'aapl' });
    ctx.clock.advanceSeconds(1);
    const second = await add(ada, { text: 'Second', accountId: ada.accountIds[0] });
    expect(first).toMatchObject({ text: 'First thoughts\non <b>AAPL</b>', symbol: 'AAPL', accountId: null, orderId: null });
    expect((await notesOf(ada)).notes).toEqual([second, first]);
    expect((await send(ada, 'DELETE', { id: first.id })).status).toBe(204);
    expect((await notesOf(ada)).notes).toEqual([second]);
    expect((await send(ada, 'DELETE', { id: first.id })).status).toBe(404);
    const events = await ctx.db.auditEvent.findMany({
      where: { userId: ada.userId, name: { startsWith: 'journal.' } },
      orderBy: { id: 'asc' },
    });
    expect(events.map(({ name }) => name)).toEqual(['journal.note_added', 'journal.note_added', 'journal.note_removed']);
    expect(JSON.stringify(events.map(({ detail }) => detail))).not.toContain('thoughts');
  });

  it('about an order are about its account and symbol, whatever else was sent', async () => {
    const order = await ctx.db.paperOrder.findFirstOrThrow({ where: { accountId: ada.accountIds[0], symbol: 'MSFT' } });
    expect(await add(ada, { text: 'Why', orderId: order.id, symbol: 'NVDA' })).toMatchObject({
      accountId: ada.accountIds[0],
      symbol: 'MSFT',
      orderId: order.id,
    });
    const refused = await send(bob, 'POST', { body: { text: 'Not mine', orderId: order.id } });
    expect(refused).toMatchObject({ status: 422, body: { error: { field: 'orderId' } } });
    const foreign = await send(bob, 'POST', { body: { text: 'Not mine', accountId: ada.accountIds[0] } });
    expect(foreign).toMatchObject({ status: 422, body: { error: { field: 'accountId' } } });
  });

  it.each([
    [{}, 'text'],
    [{ text: ' \u200b\n ' }, 'text'],
    [{ text: 'x'.repeat(LONGEST_NOTE + 1) }, 'text'],
    [{ text: 'x', symbol: '<script>' }, 'symbol'],
    [{ text: 'x', orderId: "' OR 1=1 --" }, 'orderId'],
  ])('%o is refused, naming %s', async (body, field) => {
    expect(await send(ada, 'POST', { body })).toMatchObject({ status: 422, body: { error: { field } } });
  });

  it('are nobody else’s to read or remove', async () => {
    const note = await add(ada, { text: 'Private' });
    expect((await notesOf(bob)).notes).toEqual([]);
    expect((await send(bob, 'DELETE', { id: note.id })).status).toBe(404);
    expect((await notesOf(ada)).notes).toContainEqual(note);
  });

  it('come in pages that join, and a cursor that is none is refused', async () => {
    for (let index = 0; index < 25; index += 1) await add(bob, { text: `Note ${index}` });
    const first = await notesOf(bob);
    const rest = await notesOf(bob, `?cursor=${first.nextCursor}`);
    expect([first.notes.length, rest.notes.length, rest.nextCursor]).toEqual([20, 5, null]);
    expect(new Set([...first.notes, ...rest.notes].map(({ id }) => id)).size).toBe(25);
    expect((await send(bob, 'GET', { query: '?cursor=nonsense' })).status).toBe(422);
  });
});

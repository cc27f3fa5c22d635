import { describe, expect, it } from 'vitest';
import { isDatabaseAway } from '@/lib/db/errors';
import { readText } from './http';

/** As node:http reports a client that went away in the middle of its body. */
const reset = Object.assign(new Error('aborted'), { code: 'ECONNRESET' });

const post = (body: BodyInit, headers: Record<string, string> = {}) =>
  new Request('http://localhost/', { method: 'POST', body, headers, duplex: 'half' } as RequestInit);

const brokenOff = () =>
  new ReadableStream({
    start: (controller) => controller.enqueue(new TextEncoder().encode('{"a":')),
    pull: (controller) => controller.error(reset),
  });

describe('a body', () => {
  it.each([
    ['declared', { 'content-length': '100' }],
    ['not declared', {}],
  ])('that breaks off, %s, is a bad request and no absence of the database', async (_, headers) => {
    const failure = await readText(post(brokenOff(), headers), 1000).catch((thrown: unknown) => thrown);
    expect(failure).toMatchObject({ name: 'BadRequest', status: 400, message: 'The body broke off.' });
    expect(isDatabaseAway(failure)).toBe(false);
  });

  it('within the limit is text; above it 413, and 400 when it is not UTF-8', async () => {
    expect(await readText(post('é'), 2)).toBe('é');
    expect(await readText(post(''), 2)).toBe('');
    expect(await readText(new Request('http://localhost/', { method: 'POST' }), 2)).toBe('');
    await expect(readText(post('abc'), 2)).rejects.toMatchObject({ status: 413 });
    await expect(readText(post(new Uint8Array([0xff])), 2)).rejects.toMatchObject({ status: 400 });
  });
});

import { afterEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { api } from './api';

const Key = z.object({ id: z.string() });

function answerWith(response: Response | Error) {
  const fetchOnce = vi.fn(() => (response instanceof Error ? Promise.reject(response) : Promise.resolve(response)));
  vi.stubGlobal('fetch', fetchOnce);
  return fetchOnce;
}

afterEach(() => vi.unstubAllGlobals());

describe('a request of the portal', () => {
  it('gives what the schema makes of the answer', async () => {
    const fetchOnce = answerWith(Response.json({ id: 'k1', other: true }));
    expect(await api.post('/api/keys', { name: 'A' }, Key)).toEqual({ id: 'k1' });
    expect(fetchOnce).toHaveBeenCalledWith(
      '/api/keys',
      expect.objectContaining({ method: 'POST', body: '{"name":"A"}', credentials: 'same-origin' }),
    );
  });

  it('throws a refusal with its message, field and status', async () => {
    answerWith(Response.json({ error: { message: 'Enter a name.', field: 'name' } }, { status: 422 }));
    await expect(api.patch('/api/keys/k1', {}, Key)).rejects.toMatchObject({ message: 'Enter a name.', field: 'name', status: 422 });
  });

  it.each([
    ['a page instead of JSON', new Response('<h1>Bad gateway</h1>', { status: 502 }), 502],
    ['an answer of another shape', Response.json({ name: 'x' }), 200],
    ['no answer', new TypeError('Failed to fetch'), 0],
  ])('explains %s in words', async (_case, response, status) => {
    answerWith(response);
    await expect(api.get('/api/keys', Key)).rejects.toMatchObject({
      name: 'ApiError',
      status,
      message: expect.stringMatching(/[Tt]ry again|Reload/),
    });
  });
});

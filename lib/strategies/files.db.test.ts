import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { Conflict, Refused } from '@/lib/core/errors';
import { type Connection, seedConnection } from '@/lib/testing/connection';
import { testContext } from '@/lib/testing/context';
import { deleteFile } from './delete-file';
import { differenceOf, etagOf, MOST_FILES } from './files';
import { findFile, listFiles } from './queries/files';
import { writeFile } from './write-file';

const ctx = await testContext();
let person: Connection;
beforeEach(async () => {
  person = await seedConnection(ctx);
});

const write = (path: string, content: string, ifMatch: string | null = null) =>
  writeFile(ctx, person.userId, { path, content, clientId: person.clientId, ifMatch });
const read = async (path: string) => (await findFile(ctx, person.userId, path))?.content;

describe('a file', () => {
  it('comes back byte for byte, with an etag of its content', async () => {
    const content = 'when a < b:\n\tbuy 1 shares  # <b>`not markup`</b> ü 日本 \u{1F600}\n\n\n';
    const written = await write('deep/folder/one.strategy', content);
    expect(await read('deep/folder/one.strategy')).toBe(content);
    expect(written).toMatchObject({
      etag: etagOf(content),
      isNew: true,
      linesAdded: 4,
      linesRemoved: 0,
      bytes: Buffer.byteLength(content),
    });
  });

  it.each([
    'a/../b.md',
    '/a.md',
    'a.txt',
    'A.md',
    'a b.md',
    '.md',
    'a//b.md',
    `${'a'.repeat(118)}.md`,
    'a.md/',
    'a.strategy.exe',
    'ä.md',
    'a\n.md',
  ])('is not kept as %j', async (path) => {
    await expect(write(path, 'text')).rejects.toThrow(Refused);
  });

  it.each([
    ['a null byte', 'a\0b'],
    ['a carriage return', 'a\r\nb'],
    ['a bidirectional override', 'a\u202eb'],
    ['a zero-width space', 'a\u200bb'],
    ['a tag character', 'a\u{e0041}b'],
    ['half a character', 'a\ud800b'],
    ['a line separator', 'a\u2028b'],
  ])('with %s is refused, with its line', async (_name, content) => {
    await expect(write('a.md', `first\n${content}`)).rejects.toThrow(/^Line 2 has a character that cannot be seen/);
    expect(await read('a.md')).toBeUndefined();
  });

  it('of more than 256 KB is refused, counted in bytes', async () => {
    await expect(write('a.md', 'é'.repeat(131_073))).rejects.toThrow('256 KB');
    await expect(write('a.md', 'é'.repeat(131_072))).resolves.toMatchObject({ bytes: 262_144 });
  });

  it('is written only over the version that was named', async () => {
    const { etag } = await write('a.md', 'one');
    await expect(write('a.md', 'two', 'another')).rejects.toThrow(Conflict);
    await expect(write('new.md', 'two', etag)).rejects.toThrow(Conflict);
    await expect(write('a.md', 'two\n', etag)).resolves.toMatchObject({ isNew: false, linesAdded: 1, linesRemoved: 1 });
    const both = await Promise.allSettled([write('a.md', 'three', etagOf('two\n')), write('a.md', 'four', etagOf('two\n'))]);
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  });

  it('belongs to one person', async () => {
    await write('a.md', 'mine');
    const stranger = await seedConnection(ctx);
    expect(await findFile(ctx, stranger.userId, 'a.md')).toBeNull();
    expect(await listFiles(ctx, stranger.userId, { limit: 10 })).toEqual([]);
    await expect(deleteFile(ctx, stranger.userId, 'a.md')).rejects.toThrow('no such file');
    await deleteFile(ctx, person.userId, 'a.md');
    expect(await read('a.md')).toBeUndefined();
  });
});

describe('all files together', () => {
  it('are at most 200', async () => {
    const file = {
      userId: person.userId,
      content: '',
      bytes: 0,
      etag: '',
      clientId: person.clientId,
      createdAt: ctx.now(),
      updatedAt: ctx.now(),
    };
    await ctx.db.strategyFile.createMany({
      data: Array.from({ length: MOST_FILES - 1 }, (_, index) => ({ ...file, path: `f${index}.md` })),
    });
    const outcomes = await Promise.allSettled([write('x.md', ''), write('y.md', ''), write('f1.md', 'changed')]);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(2);
    await expect(write('f2.md', 'changed')).resolves.toMatchObject({ isNew: false });
  });

  it('have at most 5 MB; making one shorter is always possible', async () => {
    const file = { userId: person.userId, content: '', etag: '', clientId: person.clientId, createdAt: ctx.now(), updatedAt: ctx.now() };
    await ctx.db.strategyFile.create({ data: { ...file, path: 'large.md', bytes: 5 * 1024 * 1024 } });
    await expect(write('x.md', 'a')).rejects.toThrow('5 MB');
    await expect(write('large.md', 'a')).resolves.toMatchObject({ bytes: 1 });
  });
});

describe('the difference of two texts', () => {
  it('counts lines that only one of them has', () => {
    expect(differenceOf('a\nb\nc\n', 'a\nx\nc\nc')).toEqual({ linesAdded: 2, linesRemoved: 1 });
    expect(differenceOf('', '')).toEqual({ linesAdded: 0, linesRemoved: 0 });
  });
  it('adds up', () => {
    const text = fc.array(fc.constantFrom('a', 'b', ''), { minLength: 1 }).map((lines) => `${lines.join('\n')}\n`);
    fc.assert(
      fc.property(text, text, (before, after) => {
        const { linesAdded, linesRemoved } = differenceOf(before, after);
        expect(linesAdded - linesRemoved).toBe(after.split('\n').length - before.split('\n').length);
      }),
    );
  });
});

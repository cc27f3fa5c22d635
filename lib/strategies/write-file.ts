// Writing a file: what was there is replaced, unless the writer says which version it must be.
import { Conflict, Refused } from '@/lib/core/errors';
import { type Ctx, inTransaction } from '@/lib/db/context';
import {
  bytesOf,
  type Difference,
  differenceOf,
  etagOf,
  findHidden,
  LARGEST_FILE_BYTES,
  LONGEST_PATH,
  MOST_BYTES,
  MOST_FILES,
  PATH,
} from './files';
import { findFile, insertFile, replaceFile, usageInTurn } from './queries/files';

export type FileToWrite = Readonly<{
  path: string;
  content: string;
  clientId: string /** The etag it must have now. */;
  ifMatch: string | null;
}>;
export type Written = Difference & Readonly<{ etag: string; bytes: number; isNew: boolean }>;

/**
 * @throws Refused for a path or content that cannot be kept, or when the person's files would become too many or too large
 * @throws Conflict when the file is not the one `ifMatch` names, or changed while it was written
 */
export async function writeFile(ctx: Ctx, userId: string, { path, content, clientId, ifMatch }: FileToWrite): Promise<Written> {
  const bytes = requireKeepable(path, content);
  const etag = etagOf(content);
  return inTransaction(ctx, async (ctx) => {
    const usage = await usageInTurn(ctx, userId);
    const present = await findFile(ctx, userId, path);
    if (ifMatch !== null && present?.etag !== ifMatch) throw changed();
    requireRoom(usage, bytes - (present?.bytes ?? 0), present === null);
    const file = { userId, path, content, bytes, etag, clientId };
    if (!present) await insertFile(ctx, file);
    else if (!(await replaceFile(ctx, present.etag, file))) throw changed();
    return { etag, bytes, isNew: present === null, ...differenceOf(present?.content ?? '', content) };
  });
}

const changed = () => new Conflict('The file is not the version named in if_match.', 'if_match');

function requireKeepable(path: string, content: string): number {
  if (path.length > LONGEST_PATH || !PATH.test(path)) {
    throw new Refused(
      `A path has up to ${LONGEST_PATH} characters: folders and a name of a-z, 0-9, _ and -, ending in .strategy or .md.`,
      'path',
    );
  }
  const hidden = findHidden(content);
  if (hidden) {
    throw new Refused(
      `Line ${hidden.line} has a character that cannot be seen (${hidden.codePoint}). Use line feeds, tabs and visible characters.`,
      'content',
    );
  }
  const bytes = bytesOf(content);
  if (bytes > LARGEST_FILE_BYTES) throw new Refused('A file can have at most 256 KB.', 'content');
  return bytes;
}

function requireRoom({ files, bytes }: { files: number; bytes: number }, moreBytes: number, isNew: boolean): void {
  if (isNew && files >= MOST_FILES)
    throw new Refused(`There are ${MOST_FILES} files already, the most there can be. Delete one in the portal first.`, 'path');
  if (moreBytes > 0 && bytes + moreBytes > MOST_BYTES)
    throw new Refused('All files together can have at most 5 MB. Delete one in the portal first.', 'content');
}

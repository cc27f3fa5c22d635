// Rows of signing keys, newest first.
import type { Ctx } from '@/lib/db/context';
import { PublicKey, type StoredKey } from '@/lib/signing/schema';

const columns = { kid: true, number: true, publicKey: true, createdAt: true } as const;

/** All of them: one per quarter and rotation, so few. */
export async function listKeys({ db }: Ctx): Promise<StoredKey[]> {
  const rows = await db.signingKey.findMany({ orderBy: { number: 'desc' }, select: columns });
  return rows.map((row) => ({ ...row, publicKey: PublicKey.parse(row.publicKey) }));
}

/** With the sealed private keys, for the one function that opens them. */
export async function listSealedKeys({ db }: Ctx): Promise<(StoredKey & { privateKeySealed: string })[]> {
  const rows = await db.signingKey.findMany({ orderBy: { number: 'desc' }, select: { ...columns, privateKeySealed: true } });
  return rows.map((row) => ({ ...row, publicKey: PublicKey.parse(row.publicKey) }));
}

/** Stores the key unless another instance took its number first. @returns whether it was stored */
export async function insertKey({ db }: Ctx, key: StoredKey & { privateKeySealed: string }): Promise<boolean> {
  const { count } = await db.signingKey.createMany({ data: [key], skipDuplicates: true });
  return count === 1;
}

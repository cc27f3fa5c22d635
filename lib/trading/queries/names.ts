// What the clients of trades are called.
import type { Ctx } from '@/lib/db/context';

/** Also those that were deleted: old trades still speak of them. */
export async function findClientNamesOf({ db }: Pick<Ctx, 'db'>, clientIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const rows = await db.client.findMany({ where: { id: { in: [...new Set(clientIds)] } }, select: { id: true, name: true } });
  return new Map(rows.map(({ id, name }) => [id, name]));
}

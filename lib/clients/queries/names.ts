// What clients are called, also those that were deleted: timelines still speak of them.
import type { Ctx } from '@/lib/db/context';

export async function findClientNames({ db }: Ctx, clientIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const rows = await db.client.findMany({ where: { id: { in: [...new Set(clientIds)] } }, select: { id: true, name: true } });
  return new Map(rows.map(({ id, name }) => [id, name]));
}

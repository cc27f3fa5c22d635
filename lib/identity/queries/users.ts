// Rows of people.
import type { Ctx } from '@/lib/db/context';

export async function hasAnyUser({ db }: Ctx): Promise<boolean> {
  return (await db.user.findFirst({ select: { id: true } })) !== null;
}

// What the access token pages show.
import { type AccessKeyRow, accessKeyRow } from '@/lib/access-tokens/portal-schema';
import { listAccessKeys } from '@/lib/access-tokens/queries/keys';
import type { Ctx } from '@/lib/db/context';

/** The person's access tokens, newest first. */
export async function accessTokensOf(ctx: Ctx, ownerId: string): Promise<AccessKeyRow[]> {
  return (await listAccessKeys(ctx, ownerId)).map((key) => accessKeyRow(key, ctx.now()));
}

// What the access token pages show.
import { type AccessKeyRow, accessKeyRow } from '@/lib/access-tokens/portal-schema';
import { listAccessKeys } from '@/lib/access-tokens/queries/keys';
import { ACCESS_KEY_KINDS, type AccessKeyKind } from '@/lib/access-tokens/schema';
import type { Ctx } from '@/lib/db/context';

/** The person's access tokens, newest first. */
export async function accessTokensOf(ctx: Ctx, ownerId: string): Promise<AccessKeyRow[]> {
  return (await listAccessKeys(ctx, ownerId)).map((key) => accessKeyRow(key, ctx.now()));
}

/** What a person can make here: addresses with a token only where the operator switched them on (URL_TOKENS). */
export function kindsOffered({ settings }: Ctx): AccessKeyKind[] {
  return ACCESS_KEY_KINDS.filter((kind) => kind !== 'url_token' || settings.urlTokens);
}

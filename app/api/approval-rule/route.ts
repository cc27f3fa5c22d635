import { OwnRule } from '@/lib/grants/limits-schema';
import { setOwnRule } from '@/lib/grants/own-rule';
import { portal } from '@/lib/web/portal';

/** The person's own "Ask me above", for every AI client. */
export const PATCH = portal(OwnRule, async (ctx, user, wanted) => {
  await setOwnRule(ctx, user, wanted);
});

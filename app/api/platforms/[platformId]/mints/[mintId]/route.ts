import { revokeMints } from '@/lib/embedding/mint';
import { ownPlatform } from '@/lib/embedding/platforms';
import { mintAgainAsOwner } from '@/lib/web/platforms';
import { portalWithoutBody } from '@/lib/web/portal';

/** "Mint again". */
export const POST = portalWithoutBody((ctx, user, { platformId = '', mintId = '' }) => mintAgainAsOwner(ctx, user.id, platformId, mintId));

export const DELETE = portalWithoutBody(async (ctx, user, { platformId = '', mintId = '' }) => ({
  ended: await revokeMints(ctx, await ownPlatform(ctx, user.id, platformId), { mintId }),
}));

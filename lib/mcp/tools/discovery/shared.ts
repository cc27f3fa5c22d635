// What the tools of this family have in common: ids, the caveat, refusals.
import { z } from 'zod';
import { symbolOfAsset } from '@/lib/discovery/assets';
import { PERIODS } from '@/lib/discovery/schema';
import { ToolError } from '@/lib/mcp/errors';

export const TraderIdIn = z.string().min(1).max(80).describe('An id from list_traders, like "trd_…".');
export const AssetIdIn = z.string().min(1).max(80).describe('An id from list_assets, like "ast_…".');
export const PeriodIn = z.enum(PERIODS);
export const HandleOut = z.string().describe('Chosen by that person: a name to quote, nothing more.');

export const traderNotFound = () =>
  new ToolError('not_found', 'No trader who shares has that id.', {
    nextStep: 'Call list_traders for those who share now.',
    field: 'trader_id',
  });

export const assetNotFound = () =>
  new ToolError('not_found', 'There is no asset with that id.', { nextStep: 'Call list_assets to find its id.', field: 'asset_id' });

/** The symbol of an asset that was asked for; null when none was. @throws ToolError `not_found` */
export function requireSymbol(assetId: string | undefined): string | null {
  if (assetId === undefined) return null;
  const symbol = symbolOfAsset(assetId);
  if (symbol === null) throw assetNotFound();
  return symbol;
}

// Assets: the instruments of the broker, with what the people who share do with them.
import type { BrokerCtx } from '@/lib/brokerage/port';
import type { AssetClass, Instrument } from '@/lib/brokerage/schema';
import { Decimal, decimalText, moneyText } from '@/lib/core/money';
import type { Ctx } from '@/lib/db/context';
import { findActivity, listActiveSymbols } from './queries/assets';
import { type Asset, type AssetStats, FEWEST_PEOPLE, type Period, periodStart } from './schema';

const CURRENCY = 'USD';
const DAY_MS = 86_400_000;
const MOST_MATCHES = 200;
const SIGNIFICANT_DIGITS = 2;
const ASSET_ID = /^ast_([A-Z0-9.]{1,20})$/;

export const assetId = (symbol: string): string => `ast_${symbol}`;

/** The symbol in an id; null when it is none of ours. */
export const symbolOfAsset = (id: string): string | null => ASSET_ID.exec(id)?.[1] ?? null;

const toAsset = ({ symbol, name, assetClass }: Instrument): Asset => ({ id: assetId(symbol), symbol, name, assetClass });

/** The asset with exactly this symbol. */
export async function findAsset(ctx: BrokerCtx, userId: string, symbol: string): Promise<Asset | null> {
  const found = await ctx.broker.searchInstruments(ctx, userId, { query: symbol, limit: 5 });
  const exact = found.find((instrument) => instrument.symbol === symbol);
  return exact ? toAsset(exact) : null;
}

/** Instruments that match, best first, the first two hundred of them. */
export async function searchAssets(ctx: BrokerCtx, userId: string, query: string, assetClass: AssetClass | undefined): Promise<Asset[]> {
  return (await ctx.broker.searchInstruments(ctx, userId, { query, assetClass, limit: MOST_MATCHES })).map(toAsset);
}

/** What the people who share trade, hold or write about, by symbol. @param after the last symbol of the page before */
export async function activeAssets(
  ctx: BrokerCtx,
  userId: string,
  { assetClass, after, limit }: { assetClass: AssetClass | undefined; after: string | null; limit: number },
): Promise<{ assets: Asset[]; next: string | null }> {
  const symbols = await listActiveSymbols(ctx, after, limit + 1);
  const page = symbols.slice(0, limit);
  const assets = await Promise.all(page.map((symbol) => findAsset(ctx, userId, symbol)));
  return {
    assets: assets.filter((asset) => asset !== null).filter((asset) => assetClass === undefined || asset.assetClass === assetClass),
    next: symbols.length > limit ? (page.at(-1) ?? null) : null,
  };
}

/** So coarse that the difference between two answers tells nothing of a single order. */
const coarse = (value: Decimal): string => moneyText(value.toSignificantDigits(SIGNIFICANT_DIGITS), CURRENCY);

/**
 * What the people who share did with an asset: whole days, coarse amounts, and nothing at all where fewer than FEWEST_PEOPLE did. Together
 * these keep a figure that is read again after somebody's order from telling how large it was.
 */
export async function assetStats(ctx: Ctx, symbol: string, period: Period): Promise<AssetStats> {
  const until = new Date(Math.floor(ctx.now().getTime() / DAY_MS) * DAY_MS);
  const start = periodStart(period, until.getTime());
  const { people, orders, buys, volume, netFlow, holders } = await findActivity(
    ctx,
    symbol,
    start === null ? null : new Date(start),
    until,
  );
  const isEnough = people >= FEWEST_PEOPLE;
  return {
    volume: isEnough ? coarse(volume) : null,
    netFlow: isEnough ? coarse(netFlow) : null,
    sentiment: isEnough ? decimalText(new Decimal(buys).div(orders).times(100).toDecimalPlaces(0)) : null,
    holders: holders >= FEWEST_PEOPLE ? holders : null,
    currency: CURRENCY,
    until,
  };
}

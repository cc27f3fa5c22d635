// Sharing as the portal's page and JSON routes speak of it.
import { z } from 'zod';
import { type Figures, type Message, PERIODS, type Trader } from './schema';

/** How many of each the page shows; AI clients reach all of them. */
export const TRADERS_SHOWN = 10;
export const POSTS_SHOWN = 20;

const Time = z.iso.datetime();

const FiguresRow = z.object({
  growth: z.string(),
  winRate: z.string().nullable(),
  drawdown: z.string(),
  trades: z.int(),
  exposure: z.string(),
});
export type FiguresRow = z.output<typeof FiguresRow>;

export const PostRow = z.object({
  id: z.string(),
  handle: z.string(),
  symbol: z.string().nullable(),
  text: z.string(),
  createdAt: Time,
});
export type PostRow = z.output<typeof PostRow>;

export const TraderRow = z.object({
  id: z.string(),
  handle: z.string(),
  /** Of the accounts behind the figures. */
  environment: z.enum(['live', 'paper', 'mixed']).nullable(),
  markets: z.array(z.string()),
  figures: FiguresRow.nullable(),
});
export type TraderRow = z.output<typeof TraderRow>;

export const SharingDetails = z.object({
  /** Null when this person never shared. */
  handle: z.string().nullable(),
  /** Null while sharing is off. */
  sharedSince: Time.nullable(),
  accountIds: z.array(z.string()),
  preview: z.array(z.object({ period: z.enum(PERIODS), figures: FiguresRow })),
  ownPosts: z.array(PostRow),
  traders: z.array(TraderRow),
  posts: z.array(PostRow),
});
export type SharingDetails = z.output<typeof SharingDetails>;

export const postRow = ({ id, handle, symbol, text, createdAt }: Message): PostRow => ({
  id,
  handle,
  symbol,
  text,
  createdAt: createdAt.toISOString(),
});

const figuresRow = (figures: Figures): FiguresRow => ({ ...figures });

export const traderRow = ({ id, handle, environment, markets, figures }: Trader): TraderRow => ({
  id,
  handle,
  environment,
  markets: [...markets],
  figures: figures && figuresRow(figures),
});

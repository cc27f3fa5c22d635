// Strategies that a person's AI clients write: files in a small language of their own (language/), backtests over our bars, deployments that
// trade an account under the person's limits, and alerts. This folder owns all four; every order still goes through lib/trading.
import { z } from 'zod';
import { Environment } from '@/lib/brokerage/schema';
import { TradingNow } from '@/lib/trading/portal-schema';
import { INTERVALS } from './language/syntax';

const Time = z.iso.datetime();
const DecimalText = z.string().regex(/^-?\d+(\.\d+)?$/);
export const CURRENCY = 'USD';

/** What a parameter is set to: plain decimal text. */
export const ParameterValues = z.record(z.string().max(40), DecimalText);
export type ParameterValues = z.output<typeof ParameterValues>;

/** A file as its person sees it. */
export const FileRow = z.object({
  path: z.string(),
  bytes: z.number().int(),
  etag: z.string(),
  /** The AI client that wrote it last. */
  writtenBy: z.string().nullable(),
  updatedAt: Time,
});
export type FileRow = z.output<typeof FileRow>;

export const FileView = FileRow.extend({ content: z.string() });
export type FileView = z.output<typeof FileView>;

export const BACKTEST_STATES = ['queued', 'running', 'done', 'failed', 'canceled'] as const;
export const BacktestState = z.enum(BACKTEST_STATES);
export type BacktestState = z.output<typeof BacktestState>;

/** Money in USD, percentages as "2.5" for 2.5 %. */
export const Metrics = z.object({
  initialCash: DecimalText,
  finalEquity: DecimalText,
  netProfit: DecimalText,
  returnPercent: DecimalText,
  buyAndHoldReturnPercent: DecimalText,
  maxDrawdown: DecimalText,
  maxDrawdownPercent: DecimalText,
  trades: z.number().int(),
  winningTrades: z.number().int(),
  losingTrades: z.number().int(),
  /** Null without a closed trade. */
  winRatePercent: DecimalText.nullable(),
  /** Gains over losses; null while nothing was lost. */
  profitFactor: DecimalText.nullable(),
  averageTrade: DecimalText.nullable(),
  /** Share of the bars that ended with a position. */
  exposurePercent: DecimalText,
  commissions: DecimalText,
  bars: z.number().int(),
  /** Buys that the cash did not cover any more at the next open. */
  refusedBuys: z.number().int(),
});
export type Metrics = z.output<typeof Metrics>;

export const OpenPosition = z.object({
  quantity: z.string(),
  averagePrice: DecimalText,
  lastPrice: DecimalText,
  unrealizedPl: DecimalText,
});
export type OpenPosition = z.output<typeof OpenPosition>;

/** Shares that were bought and sold again; a position sold in parts gives one for each part. */
export const Trade = z.object({
  quantity: z.string(),
  entryAt: Time,
  entryPrice: DecimalText,
  exitAt: Time,
  exitPrice: DecimalText,
  /** Commissions of both sides taken off. */
  pl: DecimalText,
  plPercent: DecimalText,
  reason: z.string(),
});
export type Trade = z.output<typeof Trade>;

export const EquityPoint = z.object({ time: Time, equity: DecimalText, buyAndHold: DecimalText });
export type EquityPoint = z.output<typeof EquityPoint>;

export const BacktestResult = z.object({ metrics: Metrics, openPosition: OpenPosition.nullable(), equity: z.array(EquityPoint) });
export type BacktestResult = z.output<typeof BacktestResult>;

export const BacktestRow = z.object({
  id: z.string(),
  path: z.string(),
  symbol: z.string(),
  interval: z.enum(INTERVALS),
  from: Time,
  to: Time,
  parameters: ParameterValues,
  state: BacktestState,
  progressPercent: z.number().int(),
  createdAt: Time,
  finishedAt: Time.nullable(),
  /** Why it failed, in a sentence. */
  problem: z.string().nullable(),
  returnPercent: DecimalText.nullable(),
});
export type BacktestRow = z.output<typeof BacktestRow>;

export const BacktestView = BacktestRow.extend({ result: BacktestResult.nullable() });
export type BacktestView = z.output<typeof BacktestView>;

/** With its newest closed trades, newest first. */
export const BacktestPage = BacktestView.extend({ trades: z.array(Trade) });
export type BacktestPage = z.output<typeof BacktestPage>;

export const SEVERITIES = ['info', 'warning', 'critical'] as const;
export const Severity = z.enum(SEVERITIES);
export type Severity = z.output<typeof Severity>;

export const AlertRow = z.object({
  id: z.string(),
  title: z.string(),
  text: z.string(),
  severity: Severity,
  clientName: z.string(),
  createdAt: Time,
  isUnread: z.boolean(),
});
export type AlertRow = z.output<typeof AlertRow>;

/** Those that are unread, and the newest of them: what a page compares to see that there is something new. */
export const AlertCount = z.object({ unread: z.number().int(), newestAt: Time.nullable() });
export type AlertCount = z.output<typeof AlertCount>;

/** Newest first; where there is no room for all, unread ones stay. */
export const AlertList = z.object({ alerts: z.array(AlertRow), count: AlertCount });
export type AlertList = z.output<typeof AlertList>;

/** What every page of the portal watches: trades that wait, whether AI clients may trade, unread alerts. */
export const PortalNow = TradingNow.extend({ alerts: AlertCount });
export type PortalNow = z.output<typeof PortalNow>;

/** Those that were read; null for all. */
export const MarkRead = z.strictObject({ ids: z.array(z.string().max(100)).max(200).nullable() });

export const DEPLOYMENT_STATES = ['running', 'paused', 'stopped'] as const;
export const DeploymentRow = z.object({
  id: z.string(),
  path: z.string(),
  symbol: z.string(),
  interval: z.enum(INTERVALS),
  parameters: ParameterValues,
  account: z.object({ id: z.string(), name: z.string(), lastDigits: z.string(), environment: Environment }),
  clientName: z.string(),
  grantId: z.string(),
  state: z.enum(DEPLOYMENT_STATES),
  startedAt: Time,
  stoppedAt: Time.nullable(),
  /** Why it stopped or is paused, or what keeps it from trading now. */
  note: z.string().nullable(),
  /** Shares it bought and did not sell. */
  quantity: z.string(),
  /** Of what it bought and sold, and of what it holds at the last price seen. */
  pl: DecimalText,
  orders: z.number().int(),
  lastBarAt: Time.nullable(),
});
export type DeploymentRow = z.output<typeof DeploymentRow>;

/** A person's page of strategies. */
export const StrategyOverview = z.object({ files: z.array(FileRow), backtests: z.array(BacktestRow), deployments: z.array(DeploymentRow) });
export type StrategyOverview = z.output<typeof StrategyOverview>;

export const DeleteFile = z.strictObject({ path: z.string().max(200) });

// A deployed strategy at work: whether it still may, what became of its orders, and what it wants after a bar that has just ended. One
// instance looks at a deployment at a time; a bar is evaluated once, whoever looks.
import { Decimal } from '@/lib/core/money';
import { inTransaction } from '@/lib/db/context';
import type { TradingCtx } from '@/lib/trading/context';
import { barsBefore, INTERVAL_MS, isOver } from './bars';
import { decide, figureOf, type Intent } from './decide';
import { placeWanted, refreshOrders } from './deployment-orders';
import type { Strategy } from './language/check';
import { compile } from './language/compile';
import { makeEvaluator, type Verdict } from './language/evaluate';
import { Figure } from './language/number';
import { isOutstanding, type OwnPosition, positionOf } from './position';
import { findDeployment, type StoredDeployment } from './queries/deployments';
import { claimBar, claimDueDeployment, passBar, postpone } from './queries/due-deployments';
import { CURRENCY } from './schema';
import { countSplits } from './splits';
import { end, obstacleTo, pause, resume } from './standing';

/** Within this time one look is over; afterwards another instance may look. */
const LEASE_SECONDS = 60;
const WHILE_OUTSTANDING_SECONDS = 5;
const WHILE_CLOSED_SECONDS = 60;
/** The end of a pause is told (`lookSoon`); this is for when nobody could. */
const WHILE_PAUSED_SECONDS = 60;
/** Days are looked at this often: their bars end at no round time. */
const DAY_LOOK_SECONDS = 300;
/** After the end of a bar, for the broker to have it. */
const SETTLE_SECONDS = 2;

const after = (ctx: TradingCtx, seconds: number) => new Date(ctx.now().getTime() + seconds * 1000);

/** Looks at the deployment that waits longest. @returns its id, or null when none is due */
export async function runDueDeployment(ctx: TradingCtx): Promise<string | null> {
  const due = await claimDueDeployment(ctx, after(ctx, LEASE_SECONDS));
  if (!due) return null;
  const next = await look(ctx, due.userId, due.id);
  if (next) await postpone(ctx, due.id, next);
  return due.id;
}

/** @returns when to look again; null when there is nothing to look at any more */
async function look(ctx: TradingCtx, userId: string, id: string): Promise<Date | null> {
  const found = await findDeployment(ctx, userId, id);
  if (!found) return null;
  const mayGive = found.state !== 'stopped' && (await settle(ctx, found));
  await countSplits(ctx, found);
  await refreshOrders(ctx, found, mayGive);
  const deployment = await findDeployment(ctx, userId, id);
  if (!deployment) return null;
  if (deployment.orders.some(isOutstanding)) return after(ctx, WHILE_OUTSTANDING_SECONDS);
  if (deployment.state === 'stopped') return null;
  if (!(await isMarketOpen(ctx, userId))) return after(ctx, WHILE_CLOSED_SECONDS);
  if (deployment.state === 'paused') {
    await letPass(ctx, deployment);
    return after(ctx, WHILE_PAUSED_SECONDS);
  }
  const isOrdered = await evaluate(ctx, deployment);
  return isOrdered ? after(ctx, WHILE_OUTSTANDING_SECONDS) : nextLook(ctx, deployment);
}

/** Ends it, pauses it or lets it go on, as its rights are now. @returns whether it may give what it wanted before: not what a pause kept back */
async function settle(ctx: TradingCtx, deployment: StoredDeployment): Promise<boolean> {
  const obstacle = await obstacleTo(ctx, deployment);
  if (obstacle?.holds === 'for good') await end(ctx, deployment, obstacle.reason);
  else if (obstacle) await pause(ctx, deployment, obstacle.reason);
  else if (deployment.state === 'paused') {
    // What ended in the pause is not made up for: the bar that runs now is the first it decides on again.
    if (await isMarketOpen(ctx, deployment.userId)) await letPass(ctx, deployment);
    await resume(ctx, deployment);
  }
  return obstacle === null && deployment.state === 'running';
}

async function isMarketOpen(ctx: TradingCtx, userId: string): Promise<boolean> {
  const clock = await ctx.broker.getMarketClock(ctx, userId);
  return clock.hours !== 'exchange' || clock.isOpen;
}

function nextLook(ctx: TradingCtx, { interval }: StoredDeployment): Date {
  if (interval === '1d') return after(ctx, DAY_LOOK_SECONDS);
  const length = INTERVAL_MS[interval];
  return new Date((Math.floor(ctx.now().getTime() / length) + 1) * length + SETTLE_SECONDS * 1000);
}

/** Evaluates the newest bar that is over, unless that was done. @returns whether it wants an order */
async function evaluate(ctx: TradingCtx, deployment: StoredDeployment): Promise<boolean> {
  const { id, userId } = deployment;
  const strategy = await strategyOf(ctx, deployment);
  const news = strategy && (await newBar(ctx, deployment, strategy));
  if (!strategy || !news) return false;
  const { bars, position, ...bar } = news;
  const verdicts = verdictsOn(strategy, bars, position, bar.barsHeld);
  const intent = await intentOf(ctx, deployment, strategy, verdicts, position, bar.lastPrice);
  const isMine = await inTransaction(ctx, (tx) => claimBar(tx, { id, ...bar, intent }));
  if (!isMine || !intent) return false;
  const claimed = await findDeployment(ctx, userId, id);
  if (claimed) await placeWanted(ctx, claimed);
  return true;
}

/** Time goes on while it is paused; it decides nothing. */
async function letPass(ctx: TradingCtx, deployment: StoredDeployment): Promise<void> {
  const strategy = await strategyOf(ctx, deployment);
  const news = strategy && (await newBar(ctx, deployment, strategy));
  if (!news) return;
  const { barAt, barsHeld, lastPrice } = news;
  await passBar(ctx, { id: deployment.id, barAt, barsHeld, lastPrice });
}

/** Null, and it has ended, when its text means nothing any more. */
async function strategyOf(ctx: TradingCtx, deployment: StoredDeployment): Promise<Strategy | null> {
  const { strategy } = compile(deployment.source, deployment.parameters);
  if (!strategy) await end(ctx, deployment, 'it was written for another version of the language');
  return strategy;
}

/** The newest bar that is over, with those it is judged by; null when it was seen before. */
async function newBar(ctx: TradingCtx, { userId, symbol, interval, lastBarAt, orders, barsHeld }: StoredDeployment, strategy: Strategy) {
  // One bar more than it looks back on, and the one that is not over yet.
  const bars = (await barsBefore(ctx, userId, { symbol, interval, before: ctx.now(), count: strategy.lookback + 2 })).filter((bar) =>
    isOver(bar, interval, ctx.now()),
  );
  const last = bars.at(-1);
  if (!last || Date.parse(last.time) <= lastBarAt.getTime()) return null;
  const position = positionOf(orders);
  const missed = bars.filter(({ time }) => Date.parse(time) > lastBarAt.getTime()).length;
  return {
    bars,
    position,
    barAt: new Date(last.time),
    barsHeld: position.shares.isZero() ? 0 : barsHeld + missed,
    lastPrice: new Decimal(last.close),
  };
}

/** What the rules say of the last of the bars. The holdings are those of now; they have no history. */
function verdictsOn(
  strategy: Strategy,
  bars: readonly { open: string; high: string; low: string; close: string; volume: string }[],
  position: OwnPosition,
  barsHeld: number,
): Verdict[] {
  const step = makeEvaluator(strategy);
  const holdings = {
    position: figureOf(position.shares),
    entry_price: position.averagePrice && figureOf(position.averagePrice),
    bars_held: new Figure(barsHeld),
  };
  let verdicts: Verdict[] = [];
  for (const { open, high, low, close, volume } of bars) {
    verdicts = step(
      { open: new Figure(open), high: new Figure(high), low: new Figure(low), close: new Figure(close), volume: new Figure(volume) },
      holdings,
    );
  }
  return verdicts;
}

async function intentOf(
  ctx: TradingCtx,
  { userId, accountId }: StoredDeployment,
  strategy: Strategy,
  verdicts: readonly Verdict[],
  position: OwnPosition,
  close: Decimal,
): Promise<Intent | null> {
  const { balances } = await ctx.broker.getBalances(ctx, userId, accountId);
  const balance = balances.find(({ currency }) => currency === CURRENCY);
  if (!balance) return null;
  const cash = Decimal.min(new Decimal(balance.cash), new Decimal(balance.buyingPower));
  const { shares, averagePrice, buys } = position;
  return decide(strategy, verdicts, { shares, averagePrice, buys, cash, equity: new Decimal(balance.equity), close });
}

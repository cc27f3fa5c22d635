// A deployed strategy at work: whether it still may, what became of its orders, and what it wants after a bar that has just ended. One
// instance looks at a deployment at a time; a bar is evaluated once, whoever looks.
import { appendEvent } from '@/lib/audit/queries/events';
import { Decimal } from '@/lib/core/money';
import { inTransaction } from '@/lib/db/context';
import { requireConnection } from '@/lib/trading/authority';
import type { TradingCtx } from '@/lib/trading/context';
import { TradeRefusal } from '@/lib/trading/refusal';
import { barsBefore, INTERVAL_MS, isOver } from './bars';
import { decide, figureOf, type Intent } from './decide';
import { placeWanted, refreshOrders } from './deployment-orders';
import type { Strategy } from './language/check';
import { compile } from './language/compile';
import { makeEvaluator, type Verdict } from './language/evaluate';
import { Figure } from './language/number';
import { isOutstanding, type OwnPosition, positionOf } from './position';
import { endDeployment, findDeployment, type StoredDeployment } from './queries/deployments';
import { claimBar, claimDueDeployment, mayWriteStrategies, postpone } from './queries/due-deployments';
import { CURRENCY } from './schema';

/** Within this time one look is over; afterwards another instance may look. */
const LEASE_SECONDS = 60;
const WHILE_OUTSTANDING_SECONDS = 5;
const WHILE_CLOSED_SECONDS = 60;
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
  const obstacle = found.state === 'running' ? await obstacleTo(ctx, found) : null;
  if (obstacle) await end(ctx, found, obstacle);
  await refreshOrders(ctx, found, obstacle === null && found.state === 'running');
  const deployment = await findDeployment(ctx, userId, id);
  if (!deployment) return null;
  if (deployment.orders.some(isOutstanding)) return after(ctx, WHILE_OUTSTANDING_SECONDS);
  if (deployment.state !== 'running') return null;
  const clock = await ctx.broker.getMarketClock(ctx, userId);
  if (clock.hours === 'exchange' && !clock.isOpen) return after(ctx, WHILE_CLOSED_SECONDS);
  const isOrdered = await evaluate(ctx, deployment);
  return isOrdered ? after(ctx, WHILE_OUTSTANDING_SECONDS) : nextLook(ctx, deployment);
}

function nextLook(ctx: TradingCtx, { interval }: StoredDeployment): Date {
  if (interval === '1d') return after(ctx, DAY_LOOK_SECONDS);
  const length = INTERVAL_MS[interval];
  return new Date((Math.floor(ctx.now().getTime() / length) + 1) * length + SETTLE_SECONDS * 1000);
}

/** The same rights as for any trade, asked at every look: what was taken away stops the strategy for good. */
async function obstacleTo(ctx: TradingCtx, { userId, grantId, clientId, accountId }: StoredDeployment): Promise<string | null> {
  if (!(await mayWriteStrategies(ctx, userId, grantId))) return 'its connection may not run strategies any more';
  try {
    await inTransaction(ctx, (tx) => requireConnection(tx, { userId, grantId, clientId }, accountId));
    return null;
  } catch (thrown) {
    if (thrown instanceof TradeRefusal) return thrown.message.replace(/\.$/, '');
    throw thrown;
  }
}

async function end(ctx: TradingCtx, { id, userId, clientId, grantId, path }: StoredDeployment, reason: string): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    if (!(await endDeployment(tx, userId, id, reason))) return;
    await appendEvent(tx, { userId, name: 'strategy.stopped', clientId, grantId, detail: { deployment: id, path, reason } });
  });
}

/** Evaluates the newest bar that is over, unless that was done. @returns whether it wants an order */
async function evaluate(ctx: TradingCtx, deployment: StoredDeployment): Promise<boolean> {
  const { id, userId, symbol, interval, source, parameters } = deployment;
  const { strategy } = compile(source, parameters);
  if (!strategy) {
    await end(ctx, deployment, 'it was written for another version of the language');
    return false;
  }
  // One bar more than it looks back on, and the one that is not over yet.
  const bars = (await barsBefore(ctx, userId, { symbol, interval, before: ctx.now(), count: strategy.lookback + 2 })).filter((bar) =>
    isOver(bar, interval, ctx.now()),
  );
  const last = bars.at(-1);
  if (!last || Date.parse(last.time) <= deployment.lastBarAt.getTime()) return false;
  const position = positionOf(deployment.orders);
  const missed = bars.filter(({ time }) => Date.parse(time) > deployment.lastBarAt.getTime()).length;
  const barsHeld = position.shares.isZero() ? 0 : deployment.barsHeld + missed;
  const verdicts = verdictsOn(strategy, bars, position, barsHeld);
  const intent = await intentOf(ctx, deployment, strategy, verdicts, position, new Decimal(last.close));
  const barAt = new Date(last.time);
  const isMine = await inTransaction(ctx, (tx) => claimBar(tx, { id, barAt, barsHeld, lastPrice: new Decimal(last.close), intent }));
  if (!isMine || !intent) return false;
  const claimed = await findDeployment(ctx, userId, id);
  if (claimed) await placeWanted(ctx, claimed);
  return true;
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

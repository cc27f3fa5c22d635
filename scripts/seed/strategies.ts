// What an AI client left with the demo person: a strategy, a note about it, and how it would have done.
import { updateTradingEnabled } from '@/lib/brokerage/queries/accounts';
import type { RootCtx } from '@/lib/db/context';
import { proposeStrategy } from '@/lib/strategies/deploy';
import { startBacktest } from '@/lib/strategies/start-backtest';
import { stopDeployment } from '@/lib/strategies/stop-deployment';
import { deploymentsOf } from '@/lib/strategies/views';
import { workOnBacktest } from '@/lib/strategies/work-on-backtest';
import { writeFile } from '@/lib/strategies/write-file';
import { confirmTrade } from '@/lib/trading/confirm';
import type { Caller } from '@/lib/trading/context';
import { brokerFor } from '@/lib/web/broker';
import { tradingContext } from '@/lib/web/trading';
import { beginning, type Person } from './history';

const PATH = 'averages/two.strategy';

const STRATEGY = `strategy "Two averages"
symbol AAPL
interval 1d

param fast = 10
param slow = 30

let quick = sma(close, fast)
let calm = sma(close, slow)

when crosses_above(quick, calm): buy 90% of equity
when crosses_below(quick, calm): exit

stop_loss 8%
`;

const NOTE = `# Two averages

Buys when the short average rises above the long one, leaves when it falls below. Try other lengths before trusting it.
`;

/** @param client the connection in whose name they are written */
export async function seedStrategies(root: RootCtx, { userId, accountId }: Person, client: Caller): Promise<string> {
  const { clientId } = client;
  const ctx = { ...root, broker: brokerFor(root) };
  await writeFile(ctx, userId, { path: PATH, content: STRATEGY, clientId, ifMatch: null });
  await writeFile(ctx, userId, { path: 'averages/notes.md', content: NOTE, clientId, ifMatch: null });
  const period = { from: new Date(beginning(root)), to: root.now() };
  const job = await startBacktest(ctx, userId, { clientId, path: PATH, symbol: 'AAPL', ...period, parameters: {} });
  for (let worked = await workOnBacktest(ctx); worked !== null && worked !== job.id; ) worked = await workOnBacktest(ctx);
  await deployForAMoment(root, { userId, accountId }, client);
  return 'A strategy with a note, a backtest and a deployment that was stopped.';
}

/** Trading is on only meanwhile: nothing of the demo trades after the seed. */
async function deployForAMoment(root: RootCtx, { userId, accountId }: Pick<Person, 'userId' | 'accountId'>, client: Caller): Promise<void> {
  const trading = tradingContext(root);
  await updateTradingEnabled(root, userId, accountId, true);
  const { confirmation } = await proposeStrategy(trading, client, { path: PATH, accountId, parameters: {} });
  await confirmTrade(trading, client, confirmation.id);
  for (const { id } of await deploymentsOf(root, userId, [accountId])) await stopDeployment(root, userId, id, 'you stopped it');
  await updateTradingEnabled(root, userId, accountId, false);
}

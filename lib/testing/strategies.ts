// A person with a strategy file and a backtest, as their AI client would leave them.
import { paperBroker } from '@/lib/brokerage/paper/broker';
import type { RootCtx } from '@/lib/db/context';
import { startBacktest } from '@/lib/strategies/start-backtest';
import { writeFile } from '@/lib/strategies/write-file';
import type { Connection } from './connection';

export async function seedBacktest(ctx: RootCtx, { userId, clientId }: Connection): Promise<{ path: string; jobId: string }> {
  const path = 'seeded.strategy';
  const content = 'when close > open: buy 10 shares\nwhen close < open: exit\n';
  await writeFile(ctx, userId, { path, content, clientId, ifMatch: null });
  const to = ctx.now();
  const from = new Date(to.getTime() - 20 * 86_400_000);
  const { id } = await startBacktest({ ...ctx, broker: paperBroker }, userId, { clientId, path, symbol: 'AAPL', from, to, parameters: {} });
  return { path, jobId: id };
}

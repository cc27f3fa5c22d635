// Rows in the words of pages and tools.
import { decimalText, moneyText } from '@/lib/core/money';
import type { Ctx } from '@/lib/db/context';
import { listAccountChoices } from '@/lib/grants/queries/accounts';
import type { AccountChoice } from '@/lib/grants/schema';
import { MOST_FILES, PATH } from './files';
import { positionOf, profitAt } from './position';
import { listBacktests, type StoredBacktest } from './queries/backtests';
import { listDeployments, type StoredDeployment } from './queries/deployments';
import { findFile, type ListedFile, listFiles } from './queries/files';
import { findClientNames } from './queries/names';
import {
  type BacktestRow,
  type BacktestView,
  CURRENCY,
  type DeploymentRow,
  type FileRow,
  type FileView,
  type StrategyOverview,
} from './schema';

export function fileRow({ path, bytes, etag, clientId, updatedAt }: ListedFile, names: ReadonlyMap<string, string>): FileRow {
  return { path, bytes, etag, writtenBy: names.get(clientId) ?? null, updatedAt: updatedAt.toISOString() };
}

/** All files of a person, by path. */
export async function filesOf(ctx: Ctx, userId: string): Promise<FileRow[]> {
  const files = await listFiles(ctx, userId, { limit: MOST_FILES });
  const names = await findClientNames(
    ctx,
    files.map(({ clientId }) => clientId),
  );
  return files.map((file) => fileRow(file, names));
}

/** Null for a path that is none of this person's. */
export async function viewFile(ctx: Ctx, userId: string, path: string): Promise<FileView | null> {
  const file = PATH.test(path) ? await findFile(ctx, userId, path) : null;
  return file && { ...fileRow(file, await findClientNames(ctx, [file.clientId])), content: file.content };
}

export function backtestRow({ from, to, createdAt, finishedAt, result, ...backtest }: StoredBacktest): BacktestRow {
  return {
    ...backtest,
    from: from.toISOString(),
    to: to.toISOString(),
    createdAt: createdAt.toISOString(),
    finishedAt: finishedAt?.toISOString() ?? null,
    returnPercent: result?.metrics.returnPercent ?? null,
  };
}

export const backtestView = (backtest: StoredBacktest): BacktestView => ({ ...backtestRow(backtest), result: backtest.result });

const BACKTESTS_SHOWN = 50;
const DEPLOYMENTS_SHOWN = 50;

/** Everything on a person's page of strategies. */
export async function strategiesOf(ctx: Ctx, userId: string): Promise<StrategyOverview> {
  const [files, backtests, deployments] = await Promise.all([
    filesOf(ctx, userId),
    listBacktests(ctx, userId, { limit: BACKTESTS_SHOWN }),
    deploymentsOf(ctx, userId, null),
  ]);
  return { files, backtests: backtests.map(backtestRow), deployments };
}

/** @param accountIds only these accounts; null for all of the person's */
export async function deploymentsOf(ctx: Ctx, userId: string, accountIds: readonly string[] | null): Promise<DeploymentRow[]> {
  const [deployments, accounts] = await Promise.all([
    listDeployments(ctx, userId, accountIds, DEPLOYMENTS_SHOWN),
    listAccountChoices(ctx, userId),
  ]);
  const names = await findClientNames(
    ctx,
    deployments.map(({ clientId }) => clientId),
  );
  return deployments.flatMap((deployment) => {
    const account = accounts.find(({ id }) => id === deployment.accountId);
    return account ? [deploymentRow(deployment, account, names)] : [];
  });
}

function deploymentRow(deployment: StoredDeployment, account: AccountChoice, names: ReadonlyMap<string, string>): DeploymentRow {
  const { id, path, symbol, interval, parameters, grantId, clientId, startedAt, stoppedAt, note, lastPrice, orders, lastBarAt, state } =
    deployment;
  const position = positionOf(orders);
  return {
    id,
    path,
    symbol,
    interval,
    parameters,
    grantId,
    note,
    account: { id: account.id, name: account.name, lastDigits: account.lastDigits, environment: account.environment },
    clientName: names.get(clientId) ?? 'An AI client',
    state: state === 'running' || state === 'paused' ? state : 'stopped',
    startedAt: startedAt.toISOString(),
    stoppedAt: stoppedAt?.toISOString() ?? null,
    quantity: decimalText(position.shares),
    pl: moneyText(profitAt(position, lastPrice), CURRENCY),
    orders: orders.filter(({ filledQuantity }) => filledQuantity.greaterThan(0)).length,
    lastBarAt: lastPrice === null ? null : lastBarAt.toISOString(),
  };
}

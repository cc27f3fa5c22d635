// The exposed tools, a line each, in the catalogue's order: by family, alphabetical inside one (tool-catalogue §1, §3).
import type { Principal } from '@/lib/grants/schema';
import { missingScopes } from '@/lib/grants/scopes';
import type { Tool } from './define-tool';
import { getBalances } from './tools/accounts/get-balances';
import { listAccounts } from './tools/accounts/list-accounts';
import { listOrders } from './tools/accounts/list-orders';
import { listPositions } from './tools/accounts/list-positions';
import { getConnectionStatus } from './tools/connection/get-connection-status';
import { getQuotes } from './tools/market/get-quotes';
import { searchInstruments } from './tools/market/search-instruments';
import { compileStrategy } from './tools/strategies/compile-strategy';
import { deployStrategy } from './tools/strategies/deploy-strategy';
import { emitAlert } from './tools/strategies/emit-alert';
import { getBacktest } from './tools/strategies/get-backtest';
import { listBacktests } from './tools/strategies/list-backtests';
import { listStrategies } from './tools/strategies/list-strategies';
import { listStrategyFiles } from './tools/strategies/list-strategy-files';
import { readStrategyFile } from './tools/strategies/read-strategy-file';
import { runBacktest } from './tools/strategies/run-backtest';
import { stopStrategy } from './tools/strategies/stop-strategy';
import { writeStrategyFile } from './tools/strategies/write-strategy-file';
import { cancelAllOrders } from './tools/trading/cancel-all-orders';
import { cancelOrder } from './tools/trading/cancel-order';
import { confirmTrade } from './tools/trading/confirm-trade';
import { createOrder } from './tools/trading/create-order';
import { discardConfirmation } from './tools/trading/discard-confirmation';
import { flattenAccount } from './tools/trading/flatten-account';
import { flattenPosition } from './tools/trading/flatten-position';
import { getApproval } from './tools/trading/get-approval';
import { listPendingConfirmations } from './tools/trading/list-pending-confirmations';
import { modifyOrder } from './tools/trading/modify-order';
import { previewOrder } from './tools/trading/preview-order';
import { reversePosition } from './tools/trading/reverse-position';

export const tools: readonly Tool[] = [
  // Connection
  getConnectionStatus,
  // Accounts
  getBalances,
  listAccounts,
  listOrders,
  listPositions,
  // Market data
  getQuotes,
  searchInstruments,
  // Trading, two-step
  cancelAllOrders,
  cancelOrder,
  confirmTrade,
  createOrder,
  discardConfirmation,
  flattenAccount,
  flattenPosition,
  getApproval,
  listPendingConfirmations,
  modifyOrder,
  previewOrder,
  reversePosition,
  // Strategies, files, backtests, alerts
  compileStrategy,
  deployStrategy,
  emitAlert,
  getBacktest,
  listBacktests,
  listStrategies,
  listStrategyFiles,
  readStrategyFile,
  runBacktest,
  stopStrategy,
  writeStrategyFile,
];

const byName: ReadonlyMap<string, Tool> = new Map(tools.map((tool) => [tool.name, tool]));

export function findTool(name: string): Tool | undefined {
  return byName.get(name);
}

/** Those the grant can use. Pauses and limits do not change the list; they refuse with a reason. */
export function visibleTools({ scopes }: Principal): Tool[] {
  return tools.filter((tool) => missingScopes(tool.scopes, scopes).length === 0);
}

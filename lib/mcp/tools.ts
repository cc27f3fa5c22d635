// The exposed tools, a line each, in the catalogue's order: by family, alphabetical inside one (tool-catalogue §1, §3).
import type { Core } from '@/lib/core/context';
import { closedGates } from '@/lib/grants/plans';
import type { Principal } from '@/lib/grants/schema';
import { missingScopes } from '@/lib/grants/scopes';
import type { Tool } from './define-tool';
import { getBalances } from './tools/accounts/get-balances';
import { getOrder } from './tools/accounts/get-order';
import { getPortfolioHistory } from './tools/accounts/get-portfolio-history';
import { getWatermarks } from './tools/accounts/get-watermarks';
import { listAccounts } from './tools/accounts/list-accounts';
import { listActivity } from './tools/accounts/list-activity';
import { listExecutions } from './tools/accounts/list-executions';
import { listJournalEntries } from './tools/accounts/list-journal-entries';
import { listOrders } from './tools/accounts/list-orders';
import { listPositions } from './tools/accounts/list-positions';
import { listTransactions } from './tools/accounts/list-transactions';
import { listWebhookDeliveries } from './tools/accounts/list-webhook-deliveries';
import { disconnect } from './tools/connection/disconnect';
import { getConnectionStatus } from './tools/connection/get-connection-status';
import { getAssetStats } from './tools/discovery/get-asset-stats';
import { getTraderStats } from './tools/discovery/get-trader-stats';
import { listAssets } from './tools/discovery/list-assets';
import { listEvents } from './tools/discovery/list-events';
import { listMessages } from './tools/discovery/list-messages';
import { listTraders } from './tools/discovery/list-traders';
import { getBars } from './tools/market/get-bars';
import { getMarketClock } from './tools/market/get-market-clock';
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
  disconnect,
  getConnectionStatus,
  // Accounts
  getBalances,
  getOrder,
  getPortfolioHistory,
  getWatermarks,
  listAccounts,
  listActivity,
  listExecutions,
  listJournalEntries,
  listOrders,
  listPositions,
  listTransactions,
  listWebhookDeliveries,
  // Market data
  getBars,
  getMarketClock,
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
  // Discovery, stats, events, messages
  getAssetStats,
  getTraderStats,
  listAssets,
  listEvents,
  listMessages,
  listTraders,
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

/** Those the grant and the person's plan can use. Pauses and limits do not change the list; they refuse with a reason. */
export function visibleTools({ settings }: Pick<Core, 'settings'>, { scopes, plan, hiddenFamilies }: Principal): Tool[] {
  const hidden: ReadonlySet<string> = new Set(hiddenFamilies);
  const isOpen = (tool: Tool) => closedGates(settings.planGates, tool.scopes, plan).length === 0;
  return tools.filter((tool) => missingScopes(tool.scopes, scopes).length === 0 && !hidden.has(tool.family) && isOpen(tool));
}

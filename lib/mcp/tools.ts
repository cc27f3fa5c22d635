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
import { listExecutions } from './tools/accounts/list-executions';
import { listJournalEntries } from './tools/accounts/list-journal-entries';
import { listOrders } from './tools/accounts/list-orders';
import { listPositions } from './tools/accounts/list-positions';
import { listTransactions } from './tools/accounts/list-transactions';
import { disconnect } from './tools/connection/disconnect';
import { getConnectionStatus } from './tools/connection/get-connection-status';
import { getBars } from './tools/market/get-bars';
import { getMarketClock } from './tools/market/get-market-clock';
import { getQuotes } from './tools/market/get-quotes';
import { searchInstruments } from './tools/market/search-instruments';
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
  listExecutions,
  listJournalEntries,
  listOrders,
  listPositions,
  listTransactions,
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
];

const byName: ReadonlyMap<string, Tool> = new Map(tools.map((tool) => [tool.name, tool]));

export function findTool(name: string): Tool | undefined {
  return byName.get(name);
}

/** Those the grant and the person's plan can use. Pauses and limits do not change the list; they refuse with a reason. */
export function visibleTools({ settings }: Pick<Core, 'settings'>, { scopes, plan, hiddenFamilies }: Principal): Tool[] {
  const hidden: ReadonlySet<string> = new Set(hiddenFamilies);
  const isOpen = (tool: Tool) => closedGates(settings.planGates, tool.scopes, plan).length === 0 && !hidden.has(tool.family);
  return tools.filter((tool) => missingScopes(tool.scopes, scopes).length === 0 && isOpen(tool));
}

// The exposed tools, a line each, in the catalogue's order: by family, alphabetical inside one (tool-catalogue §1, §3).
import type { Principal } from '@/lib/grants/schema';
import { missingScopes } from '@/lib/grants/scopes';
import type { Tool } from './define-tool';
import { getBalances } from './tools/accounts/get-balances';
import { listAccounts } from './tools/accounts/list-accounts';
import { listActivity } from './tools/accounts/list-activity';
import { listOrders } from './tools/accounts/list-orders';
import { listPositions } from './tools/accounts/list-positions';
import { getConnectionStatus } from './tools/connection/get-connection-status';
import { getQuotes } from './tools/market/get-quotes';
import { searchInstruments } from './tools/market/search-instruments';

export const tools: readonly Tool[] = [
  // Connection
  getConnectionStatus,
  // Accounts
  getBalances,
  listAccounts,
  listActivity,
  listOrders,
  listPositions,
  // Market data
  getQuotes,
  searchInstruments,
];

const byName: ReadonlyMap<string, Tool> = new Map(tools.map((tool) => [tool.name, tool]));

export function findTool(name: string): Tool | undefined {
  return byName.get(name);
}

/** Those the grant can use. Pauses and limits do not change the list; they refuse with a reason. */
export function visibleTools({ scopes }: Principal): Tool[] {
  return tools.filter((tool) => missingScopes(tool.scopes, scopes).length === 0);
}

// What the REST API offers: a line per operation.
import type { Operation } from './define-operation';
import { getAccount, getBalances, listAccounts } from './operations/accounts';
import { listOrders } from './operations/orders';
import { listTokens, revokeToken } from './operations/platform-mints';
import { addUser, changeUser, getUser, listUsers, revokeTokens, rotateSecret } from './operations/platform-users';
import { listPositions } from './operations/positions';
import { getToken } from './operations/token';

export const operations: readonly Operation[] = [
  getToken,
  listAccounts,
  getAccount,
  getBalances,
  listPositions,
  listOrders,
  listUsers,
  addUser,
  getUser,
  changeUser,
  rotateSecret,
  revokeTokens,
  listTokens,
  revokeToken,
];

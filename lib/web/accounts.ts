// A person's brokerage accounts with their books, and who asked for each order: for the page Accounts.
import { type BrokerCtx, BrokerError } from '@/lib/brokerage/port';
import { findFirmLimits } from '@/lib/brokerage/queries/accounts';
import type { Account, Order } from '@/lib/brokerage/schema';
import type { Ctx } from '@/lib/db/context';
import { type OrderOrigin, originsOfOrders } from '@/lib/trading/origin';
import type { AccountView, ShownOrder } from '@/lib/trading/portal-schema';

import { tradingContext } from './trading';

const OPEN_ORDERS_SHOWN = 100;
const RECENT_ORDERS_SHOWN = 20;
const NO_LIMITS = { maxDailyLoss: null, maxDrawdown: null };

/** Every account by itself: where the broker does not answer for one, the others are shown. */
export async function accountsOf(ctx: Ctx, userId: string): Promise<AccountView[]> {
  const broker = tradingContext(ctx);
  const accounts = await broker.broker.listAccounts(broker, userId);
  return Promise.all(accounts.map((account) => viewOf(broker, userId, account)));
}

async function viewOf(ctx: BrokerCtx, userId: string, account: Account): Promise<AccountView> {
  const firmLimits = (await findFirmLimits(ctx, userId, account.id)) ?? { own: NO_LIMITS, operator: NO_LIMITS };
  try {
    return { account, firmLimits, book: await bookOf(ctx, userId, account.id), problem: null };
  } catch (thrown) {
    if (!(thrown instanceof BrokerError)) throw thrown;
    return { account, firmLimits, book: null, problem: thrown.message };
  }
}

async function bookOf(ctx: BrokerCtx, userId: string, accountId: string): Promise<NonNullable<AccountView['book']>> {
  const { broker } = ctx;
  const accountIds = [accountId];
  const [{ balances }, positions, open, recent] = await Promise.all([
    broker.getBalances(ctx, userId, accountId),
    broker.listPositions(ctx, userId, { accountIds }),
    broker.listOrders(ctx, userId, { accountIds, status: 'open' }, { limit: OPEN_ORDERS_SHOWN }),
    broker.listOrders(ctx, userId, { accountIds, status: 'all' }, { limit: RECENT_ORDERS_SHOWN }),
  ]);
  const origins = await originsOfOrders(ctx, userId, accountId, [...open.orders, ...recent.orders]);
  const shown = (order: Order) => ({ ...order, origin: originShown(origins.get(order.id)) });
  const isOpen = new Set(open.orders.map(({ id }) => id));
  return {
    balances,
    positions: [...positions],
    openOrders: open.orders.map(shown),
    recentOrders: recent.orders.filter(({ id }) => !isOpen.has(id)).map(shown),
  };
}

const originShown = (origin: OrderOrigin | undefined): ShownOrder['origin'] =>
  origin === undefined ? null : { clientName: origin.clientName, grantId: origin.grantId, isApproved: origin.approvedAt !== null };

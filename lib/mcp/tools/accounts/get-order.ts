import { z } from 'zod';
import { BrokerError, type OrderDetail, type OrderName } from '@/lib/brokerage/port';
import { ExecutionOut, executionOut, OrderOut, orderOut } from '@/lib/brokerage/wire';
import type { Principal } from '@/lib/grants/schema';
import { defineTool, READS_BROKER, type ToolCtx } from '@/lib/mcp/define-tool';
import { invalidArgument, ToolError } from '@/lib/mcp/errors';
import { OrderOriginOut, originOf } from '@/lib/mcp/order-origin';
import { EnvironmentOut, TimeOut } from '@/lib/mcp/schema';

const GetOrder = z.strictObject({
  order_id: z.string().min(1).max(80).optional().describe('An id from list_orders, like "ord_…".'),
  client_order_id: z.string().min(1).max(128).optional().describe('What the order was given as; the newest of that name.'),
});

/** @throws ToolError `invalid_argument` unless exactly one of them is given */
function readName({ order_id, client_order_id }: z.output<typeof GetOrder>, { accountIds }: Principal): OrderName {
  if ((order_id === undefined) === (client_order_id === undefined)) {
    throw invalidArgument('Exactly one of order_id and client_order_id is needed.', 'Call again with one of them.', 'order_id');
  }
  return client_order_id === undefined ? { orderId: order_id ?? '', accountIds } : { clientOrderId: client_order_id, accountIds };
}

/** An order of an account that is not shared does not exist here. @throws ToolError `not_found` */
async function findOrder(ctx: ToolCtx, principal: Principal, name: OrderName): Promise<OrderDetail> {
  const noOrder = () =>
    new ToolError('not_found', 'There is no such order.', {
      nextStep: 'Call list_orders to find the order and its id.',
      field: 'orderId' in name ? 'order_id' : 'client_order_id',
    });
  try {
    const detail = await ctx.broker.getOrder(ctx, principal.userId, name);
    if (!principal.accountIds.includes(detail.order.accountId)) throw noOrder();
    return detail;
  } catch (thrown) {
    throw thrown instanceof BrokerError && thrown.code === 'not_found' ? noOrder() : thrown;
  }
}

export const getOrder = defineTool({
  name: 'get_order',
  family: 'accounts',
  title: 'Get order',
  description:
    'Tells one order as it is now, with its fills, the legs of a bracket, and where it came from. Use it to find out what became of an order.',
  input: GetOrder,
  output: z.strictObject({
    environment: EnvironmentOut,
    order: OrderOut,
    fills: z.array(ExecutionOut).describe('Oldest first.'),
    legs: z.array(OrderOut).describe('Of a bracket: its take-profit and stop-loss orders.'),
    origin: OrderOriginOut,
    as_of: TimeOut,
  }),
  scopes: ['account:read'],
  annotations: READS_BROKER,
  async run(ctx, principal, input) {
    const { order, executions, legs } = await findOrder(ctx, principal, readName(input, principal));
    const origin = await originOf(ctx, principal.userId, order);
    const { environment, side, quantity, symbol, status, averagePrice, currency } = order;
    const filled = averagePrice === null ? '' : ` at ${averagePrice} ${currency} on average`;
    return {
      output: {
        environment,
        order: orderOut(order),
        fills: executions.map(executionOut),
        legs: legs.map(orderOut),
        origin,
        as_of: ctx.now().toISOString(),
      },
      summary: `Order to ${side} ${quantity} ${symbol} (${environment}): ${status}${filled}.`,
    };
  },
});

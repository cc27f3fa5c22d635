'use client';
import Link from 'next/link';
import { useState } from 'react';
import { ORDER_STATES, orderTerms, orderTitle } from '@/components/trading/order-words';
import { AlertDialog } from '@/components/ui/alert-dialog';
import { Button } from '@/components/ui/button';
import { Money } from '@/components/ui/money';
import { RelativeTime } from '@/components/ui/relative-time';
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from '@/components/ui/table';
import { toast } from '@/components/ui/toaster';
import { routes } from '@/lib/core/routes';
import type { OrderOrigin, ShownOrder } from '@/lib/trading/portal-schema';
import { useCancelOrder } from './use-accounts';

/** How many are shown until somebody asks for the others. */
const SHORT = 6;

type OrdersTableProps = { caption: string; orders: readonly ShownOrder[]; accountId: string; empty: string };

/** Orders with what is filled, who asked for them, and, while they work, a way to cancel them. */
export function OrdersTable({ caption, orders, accountId, empty }: OrdersTableProps) {
  const [isWhole, setWhole] = useState(false);
  if (orders.length === 0) return <p className="text-muted">{empty}</p>;
  const shown = isWhole || orders.length <= SHORT + 1 ? orders : orders.slice(0, SHORT);
  return (
    <>
      <Table caption={caption}>
        <TableHead>
          <TableHeader>Order</TableHeader>
          <TableHeader>State</TableHeader>
          <TableHeader isNumber>Filled</TableHeader>
          <TableHeader>Asked for by</TableHeader>
          <TableHeader>Given</TableHeader>
          <TableHeader>
            <span className="sr-only">Cancel</span>
          </TableHeader>
        </TableHead>
        <TableBody>
          {shown.map((order) => (
            <OrderRow key={order.id} order={order} accountId={accountId} />
          ))}
        </TableBody>
      </Table>
      {shown.length < orders.length && (
        <Button size="sm" className="mt-3" onClick={() => setWhole(true)}>
          Show all {orders.length}
        </Button>
      )}
    </>
  );
}

function OrderRow({ order, accountId }: { order: ShownOrder; accountId: string }) {
  const { filledQuantity, quantity, averagePrice, currency, status, isHeld, origin, submittedAt } = order;
  const isOpen = status === 'open' || status === 'partially_filled';
  return (
    <TableRow>
      <TableCell>
        <span className="font-medium">{orderTitle(order, currency)}</span>
        <span className="block text-muted text-sm">
          {orderTerms(order, currency)}
          {order.leg !== null && (order.leg === 'take_profit' ? ', take-profit' : ', stop-loss')}
        </span>
      </TableCell>
      <TableCell label="State">{isOpen && isHeld ? 'Waits for its first order' : ORDER_STATES[status]}</TableCell>
      <TableCell isNumber label="Filled">
        {filledQuantity} of {quantity}
        {averagePrice !== null && (
          <span className="block text-muted text-sm">
            at <Money amount={averagePrice} currency={currency} className="text-muted" />
          </span>
        )}
      </TableCell>
      <TableCell label="Asked for by">
        <Origin origin={origin} />
      </TableCell>
      <TableCell label="Given">
        <RelativeTime at={submittedAt} />
      </TableCell>
      <TableCell className={isOpen ? 'text-right' : 'max-sm:hidden'}>
        {isOpen && <CancelOrder order={order} accountId={accountId} />}
      </TableCell>
    </TableRow>
  );
}

function Origin({ origin }: { origin: OrderOrigin }) {
  if (origin === null) return <span className="text-muted">You, or another app</span>;
  return (
    <>
      <Link href={routes.aiClient(origin.grantId)} className="wrap-anywhere rounded-sm underline-offset-3 hover:underline">
        {origin.clientName}
      </Link>
      {origin.isApproved && <span className="text-muted"> · approved by you</span>}
    </>
  );
}

function CancelOrder({ order, accountId }: { order: ShownOrder; accountId: string }) {
  const cancel = useCancelOrder(accountId);
  const name = `${orderTitle(order, order.currency)}, ${orderTerms(order, order.currency)}`;
  const run = async () => {
    await cancel.mutateAsync(order.id);
    toast.success('Order canceled', { description: name });
  };
  return (
    <AlertDialog
      trigger={
        <Button size="sm" variant="danger-plain">
          Cancel<span className="sr-only"> {name}</span>
        </Button>
      }
      title="Cancel this order?"
      description={
        <>
          <p>{name}.</p>
          {order.leg !== null && <p>It protects a position. Without it nothing closes that position by itself.</p>}
        </>
      }
      action="Cancel order"
      onAction={run}
    />
  );
}

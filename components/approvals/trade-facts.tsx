import { TriangleAlert } from 'lucide-react';
import { EnvironmentBadge } from '@/components/trading/environment-badge';
import { orderTerms, orderTitle, progressInWords, UNTIL } from '@/components/trading/order-words';
import { Money } from '@/components/ui/money';
import type { ShownTrade } from '@/lib/trading/portal-schema';
import { PriceLines } from './price-lines';

/** Everything a person needs to decide, or to understand what was decided. */
export function TradeFacts({ trade }: { trade: ShownTrade }) {
  const { account, value, currency, orders, prices, warnings } = trade;
  return (
    <div className="space-y-4">
      <dl className="grid grid-cols-[auto_1fr] gap-x-6 gap-y-2">
        <dt className="text-muted">Account</dt>
        <dd>
          {account.name}&nbsp;…&#8288;{account.lastDigits} <EnvironmentBadge environment={account.environment} />
        </dd>
        <dt className="text-muted">Worth about</dt>
        <dd>
          <Money amount={value} currency={currency} className="font-semibold" />
        </dd>
        {orders.length > 0 && (
          <>
            <dt className="text-muted">{orders.length === 1 ? 'Order' : 'Orders'}</dt>
            <dd>
              <ol className="space-y-1">
                {orders.map((order, index) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: the orders of a trade never change places
                  <li key={index}>
                    {orderTitle(order, currency)}, {orderTerms(order, currency)}
                    <span className="text-muted"> ({UNTIL[order.timeInForce]})</span>
                    {order.progress && <span className="block text-muted text-sm">{progressInWords(order.progress, currency)}</span>}
                  </li>
                ))}
              </ol>
            </dd>
          </>
        )}
        {prices.length > 0 && (
          <>
            <dt className="text-muted">Price</dt>
            <dd>
              <PriceLines prices={prices} currency={currency} />
            </dd>
          </>
        )}
      </dl>
      {warnings.length > 0 && (
        <ul className="space-y-1.5 rounded-md bg-caution-soft px-3.5 py-3 text-sm">
          {warnings.map((warning) => (
            <li key={warning} className="flex gap-2.5">
              <TriangleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-caution-text" />
              <span className="min-w-0">{warning}</span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

'use client';
import { EnvironmentBadge } from '@/components/trading/environment-badge';
import { Badge } from '@/components/ui/badge';
import { Notice } from '@/components/ui/notice';
import { Section } from '@/components/ui/section';
import { Switch } from '@/components/ui/switch';
import { toast } from '@/components/ui/toaster';
import type { Account } from '@/lib/brokerage/schema';
import type { AccountView } from '@/lib/trading/portal-schema';
import { Balances } from './balances';
import { FirmLimitsForm } from './firm-limits-form';
import { OrdersTable } from './orders-table';
import { PositionsTable } from './positions-table';
import { useTradingSwitch } from './use-accounts';

/** "Paper …4821": the name with the last digits of the number. */
export const nameOf = ({ name, number }: Account) => `${name}\u00a0…\u2060${number.slice(-4)}`;

/** One account: what is in it, who may trade in it, and its orders with where they come from. */
export function AccountSection({ view, children }: { view: AccountView; children?: React.ReactNode }) {
  const { account, book, problem } = view;
  return (
    <Section
      title={nameOf(account)}
      hint={
        <span className="inline-flex flex-wrap items-center gap-2">
          <EnvironmentBadge environment={account.environment} />
          {account.status !== 'active' && (
            <Badge tone="stopped">{account.status === 'closed' ? 'Closed' : 'Restricted by the broker'}</Badge>
          )}
          <span>
            {account.type === 'margin' ? 'Margin' : 'Cash'} account in {account.currency}
          </span>
        </span>
      }
    >
      <div className="space-y-8">
        <TradingSwitch account={account} />
        {problem !== null && (
          <Notice tone="danger" title="The broker does not answer">
            {problem} What is in this account shows up here again once it does.
          </Notice>
        )}
        {book && (
          <>
            <Balances balances={book.balances} />
            <Part title="Positions">
              <PositionsTable positions={book.positions} />
            </Part>
            <Part title="Open orders">
              <OrdersTable caption="Open orders" orders={book.openOrders} accountId={account.id} empty="No order is working." />
            </Part>
            <Part title="Recent orders">
              <OrdersTable caption="Recent orders" orders={book.recentOrders} accountId={account.id} empty="No order has ended yet." />
            </Part>
          </>
        )}
        <Part
          title="Loss limits"
          hint="Once one is reached, AI clients open nothing new here; they can still close. Empty is no limit of your own."
        >
          <FirmLimitsForm
            key={JSON.stringify(view.firmLimits)}
            accountId={account.id}
            currency={account.currency}
            limits={view.firmLimits}
          />
        </Part>
        {children}
      </div>
    </Section>
  );
}

function Part({ title, hint, children }: { title: string; hint?: string; children: React.ReactNode }) {
  return (
    <div>
      <h3 className="font-medium">{title}</h3>
      {hint && <p className="max-w-text text-muted text-sm">{hint}</p>}
      <div className="h-2" />
      {children}
    </div>
  );
}

function TradingSwitch({ account }: { account: Account }) {
  const turn = useTradingSwitch(account.id);
  const isOn = turn.isPending ? turn.variables : account.tradingEnabled;
  const change = (tradingEnabled: boolean) =>
    turn.mutate(tradingEnabled, {
      onSuccess: () => toast.success(tradingEnabled ? 'Trading is allowed' : 'Trading is off', { description: nameOf(account) }),
      onError: ({ message }) => toast.error(message),
    });
  return (
    <fieldset aria-label={nameOf(account)} className="max-w-text">
      <Switch
        label="Allow trading"
        detail={
          account.environment === 'live'
            ? 'AI clients that you allowed to trade may place orders here with real money, each within its limits. Off: they can only look.'
            : 'AI clients that you allowed to trade may place orders here, each within its limits. Off: they can only look.'
        }
        checked={isOn}
        disabled={turn.isPending}
        onChange={({ target }) => change(target.checked)}
      />
    </fieldset>
  );
}

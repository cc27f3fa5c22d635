'use client';
import { Wallet } from 'lucide-react';
import { EmptyState } from '@/components/ui/empty-state';
import { Notice } from '@/components/ui/notice';
import type { AccountView } from '@/lib/trading/portal-schema';
import { AccountSection, nameOf } from './account-section';
import { DisconnectBroker } from './disconnect-broker';
import { useAccounts } from './use-accounts';

/** The person's accounts, kept current. @param isBrokerConnected they are joined from another broker, and can be parted */
export function AccountsPage({ initial, isBrokerConnected }: { initial: AccountView[]; isBrokerConnected: boolean }) {
  const { data: accounts, error } = useAccounts(initial);
  return (
    <>
      {error && (
        <Notice tone="danger" className="mb-4" title="These figures may be out of date">
          {error.message}
        </Notice>
      )}
      {accounts.length === 0 && (
        <EmptyState icon={Wallet} title="No brokerage account is connected">
          Connect one below. AI clients then read it within what you allow, and trade in it only after you switch that on.
        </EmptyState>
      )}
      {accounts.map((view) => (
        <AccountSection key={view.account.id} view={view}>
          {isBrokerConnected && <DisconnectBroker accountId={view.account.id} name={nameOf(view.account)} />}
        </AccountSection>
      ))}
    </>
  );
}

import type { Metadata } from 'next';
import { AccountsPage } from '@/components/accounts/accounts-page';
import { ConnectAlpaca } from '@/components/accounts/connect-alpaca';
import { OwnRuleForm } from '@/components/accounts/own-rule-form';
import { StopEveryone } from '@/components/accounts/stop-everyone';
import { StopDialog } from '@/components/trading/stop-dialog';
import { PageHeader } from '@/components/ui/page-header';
import { Section } from '@/components/ui/section';
import { environmentOf } from '@/lib/brokerage/alpaca/connections';
import { routes } from '@/lib/core/routes';
import { findOwnRule } from '@/lib/grants/queries/own-rule';
import { accountsOf } from '@/lib/web/accounts';
import { currentContext, requireUser } from '@/lib/web/session';

export const metadata: Metadata = { title: 'Accounts' };

export default async function Page() {
  const user = await requireUser(routes.accounts());
  const ctx = await currentContext();
  const [accounts, ownRule] = await Promise.all([accountsOf(ctx, user.id), findOwnRule(ctx, user.id)]);
  const isAlpaca = ctx.settings.broker === 'alpaca';
  return (
    <>
      <PageHeader title="Accounts" action={<StopDialog />}>
        Your brokerage accounts, what is in them, and whether AI clients may trade there.
      </PageHeader>
      <AccountsPage initial={accounts} isBrokerConnected={isAlpaca} />
      {isAlpaca && <ConnectAlpaca environment={environmentOf(ctx)} />}
      <Section
        title="Your own rule"
        hint="For every AI client, whatever its own limits say: from this value on, a trade waits for you in Approvals."
      >
        <OwnRuleForm key={ownRule} saved={ownRule} />
      </Section>
      {user.isOperator && <StopEveryone />}
    </>
  );
}

import type { Metadata } from 'next';
import { AccountsPage } from '@/components/accounts/accounts-page';
import { ConnectAlpaca } from '@/components/accounts/connect-alpaca';
import { OwnRuleForm } from '@/components/accounts/own-rule-form';
import { StopEveryone } from '@/components/accounts/stop-everyone';
import { Journal } from '@/components/journal/journal';
import { StopDialog } from '@/components/trading/stop-dialog';
import { PageHeader } from '@/components/ui/page-header';
import { Section } from '@/components/ui/section';
import { environmentOf } from '@/lib/brokerage/alpaca/connections';
import { routes } from '@/lib/core/routes';
import { listAccountChoices } from '@/lib/grants/queries/accounts';
import { findOwnRule } from '@/lib/grants/queries/own-rule';
import { accountsOf } from '@/lib/web/accounts';
import { journalOf } from '@/lib/web/journal';
import { currentContext, requireUser } from '@/lib/web/session';

export const metadata: Metadata = { title: 'Accounts' };

export default async function Page() {
  const user = await requireUser(routes.accounts());
  const ctx = await currentContext();
  const [accounts, ownRule, notes, choices] = await Promise.all([
    accountsOf(ctx, user.id),
    findOwnRule(ctx, user.id),
    journalOf(ctx, user.id),
    listAccountChoices(ctx, user.id),
  ]);
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
      <Section title="Journal" hint="Your own notes. AI clients that may read your accounts can read them, and cannot write any.">
        <Journal initial={notes} accounts={choices} />
      </Section>
      {user.isOperator && <StopEveryone />}
    </>
  );
}

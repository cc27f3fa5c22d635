import type { Metadata } from 'next';
import { NewAccessToken } from '@/components/access-tokens/new-access-token';
import { PageHeader } from '@/components/ui/page-header';
import { TextLink } from '@/components/ui/text-link';
import { routes } from '@/lib/core/routes';
import { listAccountChoices } from '@/lib/grants/queries/accounts';
import { resources } from '@/lib/oauth/schema';
import { currentContext, requireUser } from '@/lib/web/session';

export const metadata: Metadata = { title: 'New access token' };

export default async function NewAccessTokenPage() {
  const user = await requireUser(routes.newAccessToken());
  const ctx = await currentContext();
  const { mcp, api } = resources(ctx.settings);
  return (
    <>
      <PageHeader title="New access token" back={<TextLink href={routes.accessTokens()}>Your access tokens</TextLink>}>
        Whoever holds it can do what you allow here until it ends, without asking you again.
      </PageHeader>
      <NewAccessToken accounts={await listAccountChoices(ctx, user.id)} mcpUrl={mcp} apiUrl={api} />
    </>
  );
}

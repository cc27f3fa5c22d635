import type { Metadata } from 'next';
import { AccessTokenList } from '@/components/access-tokens/access-token-list';
import { LinkButton } from '@/components/ui/link-button';
import { PageHeader } from '@/components/ui/page-header';
import { routes } from '@/lib/core/routes';
import { listAccountChoices } from '@/lib/grants/queries/accounts';
import { accessTokensOf } from '@/lib/web/access-tokens';
import { currentContext, requireUser } from '@/lib/web/session';

export const metadata: Metadata = { title: 'Access tokens' };

export default async function AccessTokensPage() {
  const user = await requireUser(routes.accessTokens());
  const ctx = await currentContext();
  const tokens = await accessTokensOf(ctx, user.id);
  return (
    <>
      <PageHeader
        title="Access tokens"
        action={
          tokens.length > 0 && (
            <LinkButton variant="accent" href={routes.newAccessToken()}>
              Create access token
            </LinkButton>
          )
        }
      >
        Partner API keys and personal access tokens, for programs that you hand a token yourself.
      </PageHeader>
      <AccessTokenList initial={tokens} accounts={await listAccountChoices(ctx, user.id)} />
    </>
  );
}

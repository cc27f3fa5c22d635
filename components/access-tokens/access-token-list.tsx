'use client';
import { KeySquare } from 'lucide-react';
import { accountsInWords } from '@/components/grants/account-words';
import { ScopeSummary } from '@/components/grants/scope-summary';
import { AlertDialog } from '@/components/ui/alert-dialog';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { LinkButton } from '@/components/ui/link-button';
import { RelativeTime } from '@/components/ui/relative-time';
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from '@/components/ui/table';
import { toast } from '@/components/ui/toaster';
import type { AccessKeyRow } from '@/lib/access-tokens/portal-schema';
import { routes } from '@/lib/core/routes';
import type { ConnectionAccount } from '@/lib/grants/portal-schema';
import { KIND_WORDS } from './kind-words';
import { useAccessTokens, useRevokeAccessToken } from './use-access-tokens';

type ListProps = { initial: AccessKeyRow[]; accounts: readonly ConnectionAccount[] };

/** The person's access tokens, expired ones too; revoked ones are gone. */
export function AccessTokenList({ initial, accounts }: ListProps) {
  const { data: tokens } = useAccessTokens(initial);
  if (tokens.length === 0) return <NoTokens />;
  return (
    <Table caption="Your access tokens">
      <TableHead>
        <TableHeader>Name</TableHeader>
        <TableHeader>Permissions</TableHeader>
        <TableHeader>Accounts</TableHeader>
        <TableHeader>Last used</TableHeader>
        <TableHeader>Ends</TableHeader>
        <TableHeader>
          <span className="sr-only">Revoke</span>
        </TableHeader>
      </TableHead>
      <TableBody>
        {tokens.map((token) => (
          <Row key={token.id} token={token} accounts={accounts.filter(({ id }) => token.accountIds.includes(id))} />
        ))}
      </TableBody>
    </Table>
  );
}

function Row({ token, accounts }: { token: AccessKeyRow; accounts: readonly ConnectionAccount[] }) {
  return (
    <TableRow>
      <TableCell>
        <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <span className="break-words font-medium">{token.name}</span>
          {token.isExpired && <Badge tone="stopped">Expired</Badge>}
          {token.isPaused && <Badge tone="paused">Paused</Badge>}
        </span>
        <span className="block text-muted text-sm">{KIND_WORDS[token.kind].name}</span>
      </TableCell>
      <TableCell className="max-sm:block">
        <ScopeSummary scopes={token.scopes} />
      </TableCell>
      <TableCell label="Accounts" className="whitespace-nowrap">
        {accountsInWords(accounts)}
      </TableCell>
      <TableCell label="Last used">
        {token.lastUsedAt ? <RelativeTime at={token.lastUsedAt} /> : <span className="text-muted">Never</span>}
      </TableCell>
      <TableCell label="Ends">
        <RelativeTime at={token.expiresAt} />
      </TableCell>
      <TableCell isNumber>
        <RevokeButton token={token} />
      </TableCell>
    </TableRow>
  );
}

function RevokeButton({ token }: { token: AccessKeyRow }) {
  const revoke = useRevokeAccessToken();
  const run = async () => {
    await revoke.mutateAsync(token.id);
    toast.success('Access token revoked');
  };
  return (
    <AlertDialog
      trigger={
        <Button variant="danger-plain" size="sm" aria-label={`Revoke ${token.name}`}>
          Revoke
        </Button>
      }
      title={`Revoke ${token.name}?`}
      description="What uses it is refused from its next request on. This cannot be undone; you can make a new one."
      action="Revoke access"
      onAction={run}
    />
  );
}

function NoTokens() {
  return (
    <EmptyState
      icon={KeySquare}
      title="No access tokens yet"
      action={
        <LinkButton variant="accent" href={routes.newAccessToken()}>
          Create access token
        </LinkButton>
      }
    >
      For programs that cannot ask you on a consent page. You choose what one may do, in which accounts, and when it ends.
    </EmptyState>
  );
}

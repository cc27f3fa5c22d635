'use client';
import { useId, useState } from 'react';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { RelativeTime } from '@/components/ui/relative-time';
import { SecretOnce } from '@/components/ui/secret-once';
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from '@/components/ui/table';
import { toast } from '@/components/ui/toaster';
import type { MintRow, PlatformDetails } from '@/lib/embedding/portal-schema';
import { useMintAgain, useRevokeMint } from './use-platforms';

/** The newest tokens: live ones can be revoked, ended ones minted again. */
export function MintTable({ platform }: { platform: PlatformDetails }) {
  const id = useId();
  const [token, setToken] = useState<string | null>(null);
  return (
    <section aria-labelledby={id} className="mt-8">
      <h3 id={id} className="pb-2 font-semibold">
        Recent mints
      </h3>
      {token !== null && (
        <div className="mb-4 max-w-text">
          <SecretOnce key={token} label="User token" secret={token} fileName="user-token.txt" />
        </div>
      )}
      {platform.mints.length === 0 ? (
        <p className="text-muted">No token minted yet.</p>
      ) : (
        <Table caption={`Tokens minted by ${platform.name}`}>
          <TableHead>
            <TableHeader>User</TableHeader>
            <TableHeader>Scopes</TableHeader>
            <TableHeader>Minted</TableHeader>
            <TableHeader>Ends</TableHeader>
            <TableHeader>
              <span className="sr-only">Actions</span>
            </TableHeader>
          </TableHead>
          <TableBody>
            {platform.mints.map((mint) => (
              <Row key={mint.id} platformId={platform.id} mint={mint} onToken={setToken} />
            ))}
          </TableBody>
        </Table>
      )}
    </section>
  );
}

type RowProps = { platformId: string; mint: MintRow; onToken: (token: string) => void };

function Row({ platformId, mint, onToken }: RowProps) {
  return (
    <TableRow>
      <TableCell>
        <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <span className="break-words font-medium">{mint.userName}</span>
          {mint.state === 'expired' && <Badge>Expired</Badge>}
          {mint.state === 'revoked' && <Badge tone="stopped">Revoked</Badge>}
        </span>
        {mint.address && <span className="block text-muted text-sm">from {mint.address}</span>}
      </TableCell>
      <TableCell label="Scopes">
        <code className="font-mono text-sm">{mint.scopeNames.join(' ')}</code>
      </TableCell>
      <TableCell label="Minted">
        <RelativeTime at={mint.createdAt} />
      </TableCell>
      <TableCell label="Ends">
        <RelativeTime at={mint.expiresAt} />
      </TableCell>
      <TableCell isNumber>
        {mint.state === 'live' ? (
          <RevokeButton platformId={platformId} mint={mint} />
        ) : (
          <MintAgainButton platformId={platformId} mint={mint} onToken={onToken} />
        )}
      </TableCell>
    </TableRow>
  );
}

function RevokeButton({ platformId, mint }: Omit<RowProps, 'onToken'>) {
  const revoke = useRevokeMint(platformId, mint.id);
  const press = () =>
    revoke.mutate(undefined, { onSuccess: () => toast.success('Token revoked'), onError: ({ message }) => toast.error(message) });
  return (
    <Button size="sm" variant="danger-plain" pending={revoke.isPending} onClick={press} aria-label={`Revoke the token of ${mint.userName}`}>
      Revoke
    </Button>
  );
}

function MintAgainButton({ platformId, mint, onToken }: RowProps) {
  const again = useMintAgain(platformId, mint.id);
  const press = () =>
    again.mutate(undefined, {
      onSuccess: ({ accessToken }) => {
        onToken(accessToken);
        toast.success('Token minted');
      },
      onError: ({ message }) => toast.error(message),
    });
  return (
    <Button size="sm" pending={again.isPending} onClick={press}>
      Mint again
      <span className="sr-only"> for {mint.userName}</span>
    </Button>
  );
}

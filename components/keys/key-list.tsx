'use client';
import { KeyRound } from 'lucide-react';
import Link from 'next/link';
import { ScopeSummary } from '@/components/grants/scope-summary';
import { Badge } from '@/components/ui/badge';
import { counted } from '@/components/ui/counted';
import { EmptyState } from '@/components/ui/empty-state';
import { LinkButton } from '@/components/ui/link-button';
import { MonoId } from '@/components/ui/mono-id';
import { RelativeTime } from '@/components/ui/relative-time';
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from '@/components/ui/table';
import type { KeyRow } from '@/lib/clients/key-schema';
import { routes } from '@/lib/core/routes';
import { useKeys } from './use-keys';

/** The person's keys. Disabled ones stay, marked; deleted ones are gone. */
export function KeyList({ initial }: { initial: KeyRow[] }) {
  const { data: keys } = useKeys(initial);
  if (keys.length === 0) return <NoKeys />;
  return (
    <Table caption="Your keys">
      <TableHead>
        <TableHeader>Name</TableHeader>
        <TableHeader>Client ID</TableHeader>
        <TableHeader>Permissions</TableHeader>
        <TableHeader isNumber>Connections</TableHeader>
        <TableHeader>Last used</TableHeader>
        <TableHeader>Created</TableHeader>
      </TableHead>
      <TableBody>
        {keys.map((key) => (
          <Row key={key.clientId} row={key} />
        ))}
      </TableBody>
    </Table>
  );
}

function Row({ row }: { row: KeyRow }) {
  return (
    <TableRow>
      <TableCell>
        <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <Link href={routes.key(row.clientId)} className="break-words rounded-sm font-medium underline-offset-3 hover:underline">
            {row.name}
          </Link>
          {row.isDisabled && <Badge tone="stopped">Disabled</Badge>}
        </span>
        <span className="block text-muted text-sm">
          {row.isConfidential ? 'Confidential' : 'Public'}
          {row.isOwnerOnly && ', only me'}
        </span>
      </TableCell>
      <TableCell label="Client ID">
        <MonoId value={row.clientId} label={`Client ID of ${row.name}`} ends={8} />
      </TableCell>
      <TableCell className="max-sm:block">
        <ScopeSummary scopes={row.scopes} />
      </TableCell>
      <TableCell label="Connections" isNumber>
        <span className="sr-only">{counted(row.connections, 'connection')}</span>
        <span aria-hidden="true">{row.connections}</span>
      </TableCell>
      <TableCell label="Last used">
        {row.lastUsedAt ? <RelativeTime at={row.lastUsedAt} /> : <span className="text-muted">Never</span>}
      </TableCell>
      <TableCell label="Created">
        <RelativeTime at={row.createdAt} />
      </TableCell>
    </TableRow>
  );
}

function NoKeys() {
  return (
    <EmptyState
      icon={KeyRound}
      title="No keys yet"
      action={
        <LinkButton variant="accent" href={routes.newKey()}>
          Generate Key
        </LinkButton>
      }
    >
      A key is a Client ID that you paste into an AI client. It says how far that client can ever reach; what it may do with your accounts
      you decide when it asks.
    </EmptyState>
  );
}

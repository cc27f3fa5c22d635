'use client';
import { Bot, SearchX } from 'lucide-react';
import Link from 'next/link';
import { useId, useState } from 'react';
import { accountsInWords } from '@/components/grants/account-words';
import { ScopeSummary } from '@/components/grants/scope-summary';
import { Badge } from '@/components/ui/badge';
import { counted } from '@/components/ui/counted';
import { EmptyState } from '@/components/ui/empty-state';
import { LinkButton } from '@/components/ui/link-button';
import { RelativeTime } from '@/components/ui/relative-time';
import { SearchField } from '@/components/ui/search-field';
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from '@/components/ui/table';
import { routes } from '@/lib/core/routes';
import { type Connection, isTradingOff } from '@/lib/grants/portal-schema';
import { type ClientGroup, groupByClient, searchConnections } from './group-by-client';
import { MadeBy } from './made-by';
import { RevokeDialog } from './revoke-dialog';
import { useConnections } from './use-ai-clients';

/** Every client the person allowed, with each of its connections, and the way to cut it off. */
export function ClientList({ initial }: { initial: Connection[] }) {
  const { data: connections } = useConnections(initial);
  const [search, setSearch] = useState('');
  if (connections.length === 0) return <NoClients />;
  const groups = groupByClient(searchConnections(connections, search));
  return (
    <>
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 pb-4">
        <SearchField label="Search AI clients" value={search} onChange={({ target }) => setSearch(target.value)} />
        <p role="status" className="text-muted text-sm">
          {counted(groups.length, 'client')}
          {search.trim() !== '' && ' found'}
        </p>
      </div>
      {groups.length === 0 ? (
        <EmptyState icon={SearchX} title="No client found">
          Nothing you allowed has “{search.trim()}” in its name, destination, accounts or permissions.
        </EmptyState>
      ) : (
        <ClientTable groups={groups} />
      )}
    </>
  );
}

function ClientTable({ groups }: { groups: readonly ClientGroup[] }) {
  return (
    <Table caption="AI clients you allowed">
      <TableHead>
        <TableHeader>Client</TableHeader>
        <TableHeader>Permissions</TableHeader>
        <TableHeader>Accounts</TableHeader>
        <TableHeader>Last used</TableHeader>
        <TableHeader>Connected</TableHeader>
        <TableHeader>
          <span className="sr-only">Revoke</span>
        </TableHeader>
      </TableHead>
      <TableBody>
        {groups.map((group) => (
          <GroupRows key={group.clientId} group={group} />
        ))}
      </TableBody>
    </Table>
  );
}

/** One row for a client with one connection; with more, a row that names the client and a row for each. */
function GroupRows({ group }: { group: ClientGroup }) {
  const id = useId();
  const { connections } = group;
  const [first] = connections;
  const revoke = <RevokeDialog group={group} connections={connections.length} describedBy={id} size="sm" />;
  if (connections.length === 1) {
    return (
      <ConnectionRow connection={first} action={revoke}>
        <ClientName id={id} connection={first} isLink />
        <span className="block break-words text-muted text-sm">Goes to {first.destination}</span>
      </ConnectionRow>
    );
  }
  return (
    <>
      <TableRow className="sm:border-b-0">
        <TableCell colSpan={5}>
          <ClientName id={id} connection={first} isLink={false} />
          <span className="block text-muted text-sm">{counted(connections.length, 'connection')}</span>
        </TableCell>
        <TableCell className="text-right">{revoke}</TableCell>
      </TableRow>
      {connections.map((connection) => (
        <ConnectionRow key={connection.id} connection={connection} action={null}>
          <Link href={routes.aiClient(connection.id)} className="block break-words rounded-sm underline-offset-3 hover:underline sm:pl-4">
            <span className="sm:sr-only">{group.name}, </span>to {connection.destination}
          </Link>
        </ConnectionRow>
      ))}
    </>
  );
}

function ClientName({ id, connection, isLink }: { id: string; connection: Connection; isLink: boolean }) {
  return (
    <>
      {isLink ? (
        <Link
          id={id}
          href={routes.aiClient(connection.id)}
          className="break-words rounded-sm font-medium underline-offset-3 hover:underline"
        >
          {connection.clientName}
        </Link>
      ) : (
        <span id={id} className="break-words font-medium">
          {connection.clientName}
        </span>
      )}
      <span className="block">
        <MadeBy {...connection} /> {connection.isPaused && <Badge tone="paused">Paused</Badge>}
      </span>
    </>
  );
}

type ConnectionRowProps = { connection: Connection; action: React.ReactNode; children: React.ReactNode };

function ConnectionRow({ connection, action, children }: ConnectionRowProps) {
  return (
    <TableRow>
      <TableCell>{children}</TableCell>
      <TableCell>
        <ScopeSummary scopes={connection.scopes} />
      </TableCell>
      <TableCell label="Accounts">
        {accountsInWords(connection.accounts)}
        {isTradingOff(connection) && connection.accounts.length > 0 && <span className="block text-muted text-sm">Trading is off</span>}
      </TableCell>
      <TableCell label="Last used">
        {connection.lastUsedAt ? <RelativeTime at={connection.lastUsedAt} /> : <span className="text-muted">Never</span>}
      </TableCell>
      <TableCell label="Connected">
        <RelativeTime at={connection.createdAt} />
        {connection.endsAt && (
          <span className="block text-muted text-sm">
            Ends <RelativeTime at={connection.endsAt} />
          </span>
        )}
      </TableCell>
      <TableCell className={action ? 'text-right' : 'max-sm:hidden'}>{action}</TableCell>
    </TableRow>
  );
}

function NoClients() {
  return (
    <EmptyState
      icon={Bot}
      title="No AI client is connected"
      action={
        <LinkButton href={routes.connect()} variant="accent">
          Connect an AI client
        </LinkButton>
      }
    >
      A client shows up here once you connected it and pressed “Allow”. Choose yours, and follow its guide.
    </EmptyState>
  );
}

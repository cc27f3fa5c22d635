'use client';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { cn } from '@/components/ui/cn';
import { RelativeTime } from '@/components/ui/relative-time';
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from '@/components/ui/table';
import { toast } from '@/components/ui/toaster';
import { useEndSession } from './use-account';

export type ListedSession = Readonly<{
  id: string;
  browser: string;
  address: string;
  /** RFC 3339. */
  lastSeenAt: string;
  isThisOne: boolean;
}>;

/** The browsers that are signed in, this one first. */
export function SessionList({ sessions }: { sessions: readonly ListedSession[] }) {
  return (
    <Table caption="Browsers that are signed in to your account">
      <TableHead>
        <TableHeader>Browser</TableHeader>
        <TableHeader>Address</TableHeader>
        <TableHeader>Last seen</TableHeader>
        <TableHeader>
          <span className="sr-only">Sign out</span>
        </TableHeader>
      </TableHead>
      <TableBody>
        {sessions.map((session) => (
          <TableRow key={session.id}>
            <TableCell>
              <span className="font-medium">{session.browser}</span> {session.isThisOne && <Badge tone="new">This one</Badge>}
            </TableCell>
            <TableCell label="Address">
              <span className="wrap-anywhere font-mono text-sm">{session.address || 'Unknown'}</span>
            </TableCell>
            <TableCell label="Last seen">
              <RelativeTime at={session.lastSeenAt} />
            </TableCell>
            <TableCell className={cn('text-right', session.isThisOne && 'max-sm:hidden')}>
              {!session.isThisOne && <EndSession session={session} />}
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

function EndSession({ session }: { session: ListedSession }) {
  const end = useEndSession();
  const run = () =>
    end.mutate(session.id, {
      onSuccess: () => toast.success(`${session.browser} is signed out`),
      onError: ({ message }) => toast.error(message),
    });
  return (
    <Button size="sm" pending={end.isPending} onClick={run}>
      Sign out<span className="sr-only"> {`${session.browser}, ${session.address}`}</span>
    </Button>
  );
}

'use client';
import { NotebookPen } from 'lucide-react';
import { accountName } from '@/components/grants/account-words';
import { AlertDialog } from '@/components/ui/alert-dialog';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { MonoId } from '@/components/ui/mono-id';
import { Notice } from '@/components/ui/notice';
import { RelativeTime } from '@/components/ui/relative-time';
import { toast } from '@/components/ui/toaster';
import type { ConnectionAccount } from '@/lib/grants/portal-schema';
import type { Note, NotePage } from '@/lib/journal/schema';
import { AddNoteForm } from './add-note-form';
import { useJournal, useRemoveNote } from './use-journal';

type JournalProps = {
  /** The newest notes, from the server. */
  initial: NotePage;
  /** All accounts of the person, to name those that notes are about. */
  accounts: readonly ConnectionAccount[];
};

/** The person's journal: a form, and the notes under it, newest first. */
export function Journal({ initial, accounts }: JournalProps) {
  const { data, error, hasNextPage, fetchNextPage, isFetchingNextPage } = useJournal(initial);
  const notes = data.pages.flatMap((page) => page.notes);
  return (
    <div className="space-y-6">
      <AddNoteForm accounts={accounts} />
      {error && <Notice tone="danger">{error.message}</Notice>}
      {notes.length === 0 ? (
        <NoNotes />
      ) : (
        <ol aria-label="Notes" className="max-w-text divide-y border-t">
          {notes.map((note) => (
            <Entry key={note.id} note={note} account={accounts.find(({ id }) => id === note.accountId)} />
          ))}
        </ol>
      )}
      {hasNextPage && (
        <Button onClick={() => fetchNextPage()} pending={isFetchingNextPage}>
          Show older notes
        </Button>
      )}
    </div>
  );
}

function Entry({ note, account }: { note: Note; account: ConnectionAccount | undefined }) {
  return (
    <li className="py-4">
      <p className="wrap-anywhere whitespace-pre-wrap">{note.text}</p>
      <div className="mt-2 flex flex-wrap items-center gap-x-3 gap-y-1 text-muted text-sm">
        <RelativeTime at={note.writtenAt} />
        {note.symbol && <Badge>{note.symbol}</Badge>}
        {note.accountId && <span>{account ? accountName(account) : 'An account that is gone'}</span>}
        {note.orderId && <MonoId value={note.orderId} label="order ID" ends={6} />}
        <span className="ml-auto">
          <RemoveNote note={note} />
        </span>
      </div>
    </li>
  );
}

const NAME_LENGTH = 40;

function RemoveNote({ note }: { note: Note }) {
  const remove = useRemoveNote();
  const run = async () => {
    await remove.mutateAsync(note.id);
    toast.success('Note removed');
  };
  const start = note.text.length > NAME_LENGTH ? `${note.text.slice(0, NAME_LENGTH)}…` : note.text;
  return (
    <AlertDialog
      trigger={
        <Button variant="quiet" size="sm">
          Remove<span className="sr-only"> the note “{start}”</span>
        </Button>
      }
      title="Remove this note?"
      description={<p className="wrap-anywhere">“{start}” is gone for good, for you and for AI clients that read it.</p>}
      action="Remove note"
      onAction={run}
    />
  );
}

function NoNotes() {
  return (
    <EmptyState icon={NotebookPen} title="No notes yet">
      Write down why you traded, or what to watch. AI clients that may read your accounts can read your notes.
    </EmptyState>
  );
}

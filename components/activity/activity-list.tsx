'use client';
import { ArrowRightLeft, ChevronRight, CircleCheck, CircleSlash, FileText, Layers, LogIn, type LucideIcon, Plug } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { Button } from '@/components/ui/button';
import { counted } from '@/components/ui/counted';
import { Notice } from '@/components/ui/notice';
import { RelativeTime } from '@/components/ui/relative-time';
import { SkeletonRows } from '@/components/ui/skeleton';
import {
  type ActivityEntry,
  type ActivityFilter,
  type ActivityLine,
  type ActivityPage,
  type ActivityRun,
  type EventKind,
  kindOf,
} from '@/lib/audit/activity-schema';
import { EntryDetails } from './entry-details';
import { eventInWords, isStop } from './event-words';
import { joinLines } from './join-lines';
import { SOME_CLIENT } from './trade-words';
import { useActivity } from './use-activity';

const ICONS: Readonly<Record<EventKind, LucideIcon>> = {
  trade: ArrowRightLeft,
  read: CircleCheck,
  connection: Plug,
  sign_in: LogIn,
  content: FileText,
};

/** What happened, newest first; more of it when asked for. */
export function ActivityList({ filter, first }: { filter: ActivityFilter; first: ActivityPage }) {
  const activity = useActivity(filter, {}, first);
  return <Lines label="Activity" filter={filter} activity={activity} />;
}

type LinesProps = { label: string; filter: ActivityFilter; activity: ReturnType<typeof useActivity> };

function Lines({ label, filter, activity }: LinesProps) {
  const { data, error, hasNextPage, isFetching, isPending, fetchNextPage, refetch } = activity;
  return (
    <>
      {isPending && !error && <SkeletonRows count={3} label="Loading activity" />}
      {data && (
        <ol aria-label={label} className="divide-y">
          {joinLines(data.pages).map((line) => (
            <Line key={line.kind === 'run' ? `run-${line.newest}` : line.sequence} line={line} filter={filter} />
          ))}
        </ol>
      )}
      {error && (
        <Notice tone="danger" title="More activity did not load" className="mt-4">
          {error.message}
        </Notice>
      )}
      {(hasNextPage || error) && (
        <Button className="mt-4" pending={isFetching} onClick={() => (data ? fetchNextPage() : refetch())}>
          {error ? 'Try again' : 'Show more'}
        </Button>
      )}
    </>
  );
}

function Line({ line, filter }: { line: ActivityLine; filter: ActivityFilter }) {
  return line.kind === 'run' ? <Run run={line} filter={filter} /> : <Entry entry={line} />;
}

function Entry({ entry }: { entry: ActivityEntry }) {
  const [isOpen, setIsOpen] = useState(false);
  const event = { ...entry, id: String(entry.sequence) };
  const kind = kindOf(entry.name);
  const EntryIcon = isStop(event) ? CircleSlash : ICONS[kind ?? 'content'];
  const tone = isStop(event) ? 'text-danger-text' : kind === 'trade' ? 'text-caution-text' : 'text-muted';
  return (
    <li className="relative flex items-start gap-3 py-2.5">
      <EntryIcon aria-hidden="true" className={`mt-1 size-4 shrink-0 ${tone}`} />
      <div className="min-w-0 flex-1">
        <Time at={entry.at} />
        <details onToggle={({ currentTarget }) => setIsOpen(currentTarget.open)}>
          <Summary>{eventInWords(event)}</Summary>
          {isOpen && <EntryDetails entry={entry} />}
        </details>
      </div>
    </li>
  );
}

const TOOLS_NAMED = 4;

/** Opens to the calls in it, which are fetched then. */
function Run({ run, filter }: { run: ActivityRun; filter: ActivityFilter }) {
  const [isOpen, setIsOpen] = useState(false);
  const words = `${run.clientName ?? SOME_CLIENT.replace('a', 'A')} made ${counted(run.count, 'call')}.`;
  const tools = run.tools.slice(0, TOOLS_NAMED).map(({ tool, count }) => `${tool} ${count.toLocaleString('en')}`);
  return (
    <li className="relative flex items-start gap-3 py-2.5">
      <Layers aria-hidden="true" className="mt-1 size-4 shrink-0 text-muted" />
      <div className="min-w-0 flex-1">
        <Time at={run.newestAt} />
        <details onToggle={({ currentTarget, target }) => target === currentTarget && setIsOpen(currentTarget.open)}>
          <Summary>
            {words}
            <span className="block text-muted text-sm">
              {tools.join(' · ')}
              {run.tools.length > TOOLS_NAMED && ` · ${run.tools.length - TOOLS_NAMED} more`}
            </span>
          </Summary>
          {isOpen && (
            <div className="mt-2 border-l pl-4 max-sm:-ml-7 max-sm:pl-3">
              <RunLines run={run} filter={filter} label={words} />
            </div>
          )}
        </details>
      </div>
    </li>
  );
}

function RunLines({ run, filter, label }: { run: ActivityRun; filter: ActivityFilter; label: string }) {
  return <Lines label={label} filter={filter} activity={useActivity(filter, { before: run.newest + 1, downTo: run.oldest })} />;
}

/** What is pressed to open a line. */
function Summary({ children }: { children: ReactNode }) {
  return (
    <summary className="flex max-w-text cursor-pointer list-none gap-1.5 rounded-sm hover:text-accent-text sm:mr-28 [&::-webkit-details-marker]:hidden">
      <ChevronRight aria-hidden="true" className="mt-1 size-4 shrink-0 text-faint transition-transform [[open]>summary>&]:rotate-90" />
      <span className="min-w-0 break-words">{children}</span>
    </summary>
  );
}

function Time({ at }: { at: string }) {
  return (
    <span className="block text-muted text-sm leading-6 sm:absolute sm:top-2.5 sm:right-0">
      <RelativeTime at={at} />
    </span>
  );
}

import { CircleCheck, CircleSlash } from 'lucide-react';
import { RelativeTime } from '@/components/ui/relative-time';
import type { TimelineEvent } from '@/lib/audit/schema';
import { eventInWords, isStop } from './event-words';

/** What happened, newest first, a sentence each. */
export function Timeline({ events }: { events: readonly TimelineEvent[] }) {
  if (events.length === 0) return <p className="text-muted">Nothing has happened yet.</p>;
  return (
    <ol className="max-w-text divide-y">
      {events.map((event) => (
        <li key={event.id} className="flex items-start gap-3 py-2.5">
          {isStop(event) ? (
            <CircleSlash aria-hidden="true" className="mt-1 size-4 shrink-0 text-danger-text" />
          ) : (
            <CircleCheck aria-hidden="true" className="mt-1 size-4 shrink-0 text-muted" />
          )}
          <div className="flex min-w-0 flex-1 gap-x-3 max-sm:flex-col-reverse">
            <span className="min-w-0 flex-1 break-words">{eventInWords(event)}</span>
            <span className="shrink-0 text-muted text-sm leading-6">
              <RelativeTime at={event.at} />
            </span>
          </div>
        </li>
      ))}
    </ol>
  );
}

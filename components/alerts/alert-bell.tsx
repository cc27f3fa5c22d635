'use client';
import { Bell, Hand } from 'lucide-react';
import Link from 'next/link';
import { useId, useRef, useState } from 'react';
import { usePortalNow } from '@/components/layout/portal-watch';
import { Button } from '@/components/ui/button';
import { cn } from '@/components/ui/cn';
import { counted } from '@/components/ui/counted';
import { Notice } from '@/components/ui/notice';
import { Popover, PopoverContent, PopoverTrigger } from '@/components/ui/popover';
import { SkeletonRows } from '@/components/ui/skeleton';
import { toast } from '@/components/ui/toaster';
import { routes } from '@/lib/core/routes';
import { AlertItems } from './alert-items';
import { useAlerts, useMarkRead } from './use-alerts';

const MOST_COUNTED = 99;

/** In the header of every page: what waits for the person, and what their AI clients say. */
export function AlertBell() {
  const [isOpen, setOpen] = useState(false);
  const titleId = useId();
  const { waiting, alerts } = usePortalNow();
  const total = waiting + alerts.unread;
  return (
    <Popover open={isOpen} onOpenChange={setOpen}>
      <PopoverTrigger asChild>
        <Button variant="quiet" size="icon" className="relative">
          <Bell aria-hidden="true" />
          <span className="sr-only">Alerts and approvals{inWords(waiting, alerts.unread)}</span>
          {total > 0 && (
            <span
              aria-hidden="true"
              className={cn(
                'absolute -top-0.5 -right-1 min-w-5 rounded-full border border-ground px-1 text-center font-semibold text-sm leading-4.5 tabular-nums',
                waiting > 0 ? 'bg-caution-soft text-caution-text' : 'bg-accent-soft text-accent-text',
              )}
            >
              {total > MOST_COUNTED ? `${MOST_COUNTED}+` : total}
            </span>
          )}
        </Button>
      </PopoverTrigger>
      <PopoverContent
        aria-labelledby={titleId}
        className="flex max-h-[min(32rem,calc(100dvh-5rem))] w-96 max-w-[calc(100vw-2rem)] flex-col p-0"
      >
        <AlertPanel titleId={titleId} onLeave={() => setOpen(false)} />
      </PopoverContent>
    </Popover>
  );
}

function inWords(waiting: number, unread: number): string {
  return [
    ...(waiting > 0 ? [`, ${counted(waiting, 'trade')} ${waiting === 1 ? 'waits' : 'wait'} for you`] : []),
    ...(unread > 0 ? [`, ${unread.toLocaleString('en')} unread`] : []),
  ].join('');
}

function AlertPanel({ titleId, onLeave }: { titleId: string; onLeave: () => void }) {
  const { waiting, alerts: now } = usePortalNow();
  const { data, error } = useAlerts();
  const mark = useMarkRead();
  const list = useRef<HTMLUListElement>(null);
  const read = (ids: readonly string[] | null) =>
    mark.mutate(ids, { onSuccess: () => list.current?.focus(), onError: (thrown) => toast.error(thrown.message) });
  const older = data ? data.count.unread - data.alerts.filter(({ isUnread }) => isUnread).length : 0;
  return (
    <>
      <div className="flex min-h-12 items-center justify-between gap-3 border-b py-1.5 pr-2 pl-4">
        <h2 id={titleId} className="font-semibold">
          Alerts and approvals
        </h2>
        {now.unread > 0 && (
          <Button size="sm" variant="quiet" pending={mark.isPending} onClick={() => read(null)}>
            Mark all read
          </Button>
        )}
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <section aria-labelledby={titleId} tabIndex={0} className="min-h-0 overflow-y-auto px-4 focus-visible:-outline-offset-2">
        {waiting > 0 && (
          <Link
            href={routes.approvals()}
            onClick={onLeave}
            className="-mx-4 flex min-h-11 items-center gap-3 border-b bg-caution-soft px-4 py-2.5 font-medium hover:underline focus-visible:-outline-offset-2"
          >
            <Hand aria-hidden="true" className="size-4 shrink-0 text-caution-text" />
            {counted(waiting, 'trade')} {waiting === 1 ? 'waits' : 'wait'} for your approval
          </Link>
        )}
        {error && !data && (
          <div className="py-4">
            <Notice tone="danger">{error.message}</Notice>
          </div>
        )}
        {!error && !data && <SkeletonRows count={3} label="Loading alerts" />}
        {data?.alerts.length === 0 && <p className="py-4 text-muted">No alerts. What your AI clients want you to know appears here.</p>}
        {data && data.alerts.length > 0 && <AlertItems alerts={data.alerts} isPending={mark.isPending} onRead={read} ref={list} />}
        {older > 0 && <p className="border-t py-3 text-muted text-sm">And {older} older unread ones.</p>}
      </section>
    </>
  );
}

'use client';
import { useRef } from 'react';
import { Button } from '@/components/ui/button';
import { Section } from '@/components/ui/section';
import { toast } from '@/components/ui/toaster';
import type { AlertList } from '@/lib/strategies/schema';
import { AlertItems } from './alert-items';
import { useAlerts, useMarkRead } from './use-alerts';

/** The unread alerts on the overview. Nothing is shown without one; those that were read are in the header. */
export function AlertSection({ initial }: { initial: AlertList }) {
  const { data = initial } = useAlerts(initial);
  const mark = useMarkRead();
  const list = useRef<HTMLUListElement>(null);
  const unread = data.alerts.filter(({ isUnread }) => isUnread);
  const total = data.count.unread;
  if (unread.length === 0) return null;
  const read = (ids: readonly string[] | null) =>
    mark.mutate(ids, {
      onSuccess: ({ count }) => (count.unread > 0 ? list.current : document.getElementById('content'))?.focus(),
      onError: (thrown) => toast.error(thrown.message),
    });
  return (
    <Section
      title={`Alerts (${total})`}
      hint="Messages of your AI clients, in their words."
      action={
        total > 1 && (
          <Button size="sm" pending={mark.isPending} onClick={() => read(null)}>
            Mark all read
          </Button>
        )
      }
    >
      <AlertItems alerts={unread} isPending={mark.isPending} onRead={read} ref={list} className="max-w-text" />
      {total > unread.length && <p className="pt-2 text-muted text-sm">And {total - unread.length} older ones.</p>}
    </Section>
  );
}

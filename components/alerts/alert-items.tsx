'use client';
import { Info, OctagonAlert, TriangleAlert } from 'lucide-react';
import type { Ref } from 'react';
import { Button } from '@/components/ui/button';
import { cn } from '@/components/ui/cn';
import { RelativeTime } from '@/components/ui/relative-time';
import type { AlertRow } from '@/lib/strategies/schema';

const LOOKS = {
  info: { icon: Info, word: 'Info', tone: 'text-muted' },
  warning: { icon: TriangleAlert, word: 'Warning', tone: 'text-ink' },
  critical: { icon: OctagonAlert, word: 'Critical', tone: 'text-danger-text' },
} as const;

type AlertItemsProps = {
  alerts: readonly AlertRow[];
  isPending: boolean;
  onRead: (ids: readonly string[]) => void;
  /** Takes the focus when the button that had it is gone. */
  ref: Ref<HTMLUListElement>;
  className?: string;
};

/** What AI clients want the person to know, as plain text; one that is unread can be marked as read. */
export function AlertItems({ alerts, isPending, onRead, ref, className }: AlertItemsProps) {
  return (
    <ul ref={ref} tabIndex={-1} aria-label="Alerts" className={cn('divide-y outline-none', className)}>
      {alerts.map(({ id, title, text, severity, clientName, createdAt, isUnread }) => {
        const { icon: SeverityIcon, word, tone } = LOOKS[severity];
        return (
          <li key={id} className={cn('flex items-start gap-3 py-3', !isUnread && 'text-muted')}>
            <SeverityIcon aria-hidden="true" className={cn('mt-1 size-4 shrink-0', tone)} />
            <div className="min-w-0 flex-1">
              <p className={cn('break-words', isUnread && 'font-medium')}>
                <span className={cn('text-sm', tone)}>{word}:</span> {title}
              </p>
              <p className="whitespace-pre-line break-words">{text}</p>
              <div className="flex flex-wrap items-center justify-between gap-x-3">
                <p className="min-w-0 break-words text-muted text-sm">
                  {clientName}, <RelativeTime at={createdAt} />
                </p>
                {isUnread && (
                  <Button
                    size="sm"
                    variant="quiet"
                    className="-mr-2.5"
                    aria-label={`Mark as read: ${title}`}
                    disabled={isPending}
                    onClick={() => onRead([id])}
                  >
                    Mark as read
                  </Button>
                )}
              </div>
            </div>
          </li>
        );
      })}
    </ul>
  );
}

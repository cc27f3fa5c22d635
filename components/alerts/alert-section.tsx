'use client';
import { Info, OctagonAlert, TriangleAlert } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { RelativeTime } from '@/components/ui/relative-time';
import { Section } from '@/components/ui/section';
import { toast } from '@/components/ui/toaster';
import type { AlertList, AlertRow } from '@/lib/strategies/schema';
import { useAlerts, useDismissAlerts } from './use-alerts';

const LOOKS = {
  info: { icon: Info, word: 'Info', tone: 'text-muted' },
  warning: { icon: TriangleAlert, word: 'Warning', tone: 'text-ink' },
  critical: { icon: OctagonAlert, word: 'Critical', tone: 'text-danger-text' },
} as const;

/** What AI clients want the person to know, as plain text, until it is dismissed. Nothing is shown without alerts. */
export function AlertSection({ initial }: { initial: AlertList }) {
  const { data } = useAlerts(initial);
  const dismiss = useDismissAlerts();
  const { alerts, total } = data;
  if (total === 0) return null;
  const dismissAll = () => dismiss.mutate(null, { onError: (thrown) => toast.error(thrown.message) });
  return (
    <Section
      title={`Alerts (${total})`}
      hint="Messages of your AI clients, in their words."
      action={
        total > 1 && (
          <Button size="sm" pending={dismiss.isPending} onClick={dismissAll}>
            Dismiss all
          </Button>
        )
      }
    >
      <ul className="max-w-text divide-y">
        {alerts.map((alert) => (
          <Alert key={alert.id} alert={alert} />
        ))}
      </ul>
      {total > alerts.length && <p className="pt-2 text-muted text-sm">And {total - alerts.length} older ones.</p>}
    </Section>
  );
}

function Alert({ alert: { id, title, text, severity, clientName, createdAt } }: { alert: AlertRow }) {
  const dismiss = useDismissAlerts();
  const { icon: SeverityIcon, word, tone } = LOOKS[severity];
  return (
    <li className="flex items-start gap-3 py-3">
      <SeverityIcon aria-hidden="true" className={`mt-1 size-4 shrink-0 ${tone}`} />
      <div className="min-w-0 flex-1">
        <p className="break-words font-medium">
          <span className={`text-sm ${tone}`}>{word}:</span> {title}
        </p>
        <p className="whitespace-pre-line break-words">{text}</p>
        <p className="text-muted text-sm">
          {clientName}, <RelativeTime at={createdAt} />
        </p>
      </div>
      <Button
        size="sm"
        variant="quiet"
        aria-label={`Dismiss ${title}`}
        pending={dismiss.isPending}
        onClick={() => dismiss.mutate([id], { onError: (thrown) => toast.error(thrown.message) })}
      >
        Dismiss
      </Button>
    </li>
  );
}

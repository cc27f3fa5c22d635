import { Info, OctagonAlert, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { cn } from './cn';

const TONES = {
  info: { look: 'bg-sunken text-ink', icon: Info },
  warning: { look: 'bg-caution-soft text-caution-text', icon: TriangleAlert },
  danger: { look: 'bg-danger-soft text-danger-text', icon: OctagonAlert },
} as const;

type NoticeProps = { tone?: keyof typeof TONES; title?: string; action?: ReactNode; className?: string; children?: ReactNode };

/**
 * Says one thing that matters now: what happened, what it means, what to do. A danger is read out at once;
 * `warning` is amber, so only where money can move.
 */
export function Notice({ tone = 'info', title, action, className, children }: NoticeProps) {
  const { look, icon: ToneIcon } = TONES[tone];
  return (
    <div role={tone === 'danger' ? 'alert' : undefined} className={cn('flex gap-2.5 rounded-md px-3.5 py-3 text-sm', look, className)}>
      <ToneIcon aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
      <div className="min-w-0 max-w-text flex-1 space-y-0.5">
        {title && <p className="font-semibold">{title}</p>}
        {children && <div className="text-ink">{children}</div>}
        {action && <div className="pt-2">{action}</div>}
      </div>
    </div>
  );
}

import type { ReactNode } from 'react';
import { InfoIcon, StopIcon, WarningIcon } from './icons';

type Tone = 'info' | 'warning' | 'danger';

const TONES: Record<Tone, { look: string; icon: () => ReactNode }> = {
  info: { look: 'bg-sunken text-ink', icon: InfoIcon },
  warning: { look: 'bg-caution-soft text-caution-text', icon: WarningIcon },
  danger: { look: 'bg-danger-soft text-danger-text', icon: StopIcon },
};

type NoticeProps = { tone?: Tone; title?: string; children?: ReactNode };

/**
 * Says one thing that matters now: what happened, what it means, what to do. A danger is read out at once;
 * `warning` is amber, so only where money can move.
 */
export function Notice({ tone = 'info', title, children }: NoticeProps) {
  const { look, icon: ToneIcon } = TONES[tone];
  return (
    <div role={tone === 'danger' ? 'alert' : undefined} className={`flex gap-2.5 rounded-md px-3.5 py-3 text-sm ${look}`}>
      <span className="mt-0.5">
        <ToneIcon />
      </span>
      <div className="min-w-0 space-y-0.5">
        {title && <p className="font-semibold">{title}</p>}
        {children && <div className={tone === 'info' ? 'text-muted' : 'text-ink'}>{children}</div>}
      </div>
    </div>
  );
}

import { ArrowRightLeft, CircleSlash, Pause, ShieldCheck } from 'lucide-react';
import type { ReactNode } from 'react';
import { cn } from './cn';

const TONES = {
  neutral: { look: 'bg-sunken text-muted', icon: null },
  new: { look: 'bg-accent-soft text-accent-text', icon: null },
  verified: { look: 'bg-accent-soft text-accent-text', icon: ShieldCheck },
  /** Can move money. */
  money: { look: 'bg-caution-soft text-caution-text', icon: ArrowRightLeft },
  paused: { look: 'bg-sunken text-ink', icon: Pause },
  /** Stopped, refused or revoked. */
  stopped: { look: 'bg-danger-soft text-danger-text', icon: CircleSlash },
} as const;

/** A state in one or two words; the sign repeats what the colour says. */
export function Badge({ tone = 'neutral', className, children }: { tone?: keyof typeof TONES; className?: string; children: ReactNode }) {
  const { look, icon: ToneIcon } = TONES[tone];
  return (
    <span
      className={cn('inline-flex items-center align-middle gap-1 whitespace-nowrap rounded-sm px-1.5 font-medium text-sm', look, className)}
    >
      {ToneIcon && <ToneIcon aria-hidden="true" className="size-3.5" />}
      {children}
    </span>
  );
}

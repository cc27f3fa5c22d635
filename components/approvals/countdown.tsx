'use client';
import { Clock } from 'lucide-react';
import { useEffect, useState } from 'react';
import { cn } from '@/components/ui/cn';
import { clockText, secondsInWords } from './trade-words';

const SOON_SECONDS = 60;

/**
 * The time left, ticking. It goes by what the server said last: the browser's clock may be wrong.
 * @param heardAt when the server said it, as `Date.now()`
 */
export function Countdown({ secondsLeft, heardAt, onOver }: { secondsLeft: number; heardAt: number; onOver: () => void }) {
  const [left, setLeft] = useState(secondsLeft);
  useEffect(() => {
    const begun = Date.now();
    const late = Math.max(0, begun - heardAt);
    const tick = () => setLeft(Math.max(0, Math.ceil(secondsLeft - (late + Date.now() - begun) / 1000)));
    tick();
    const timer = setInterval(tick, 250);
    return () => clearInterval(timer);
  }, [secondsLeft, heardAt]);
  const isOver = left === 0;
  useEffect(() => {
    if (isOver) onOver();
  }, [isOver, onOver]);
  return (
    <span
      role="timer"
      className={cn(
        'inline-flex items-center gap-1.5 whitespace-nowrap tabular-nums',
        left <= SOON_SECONDS ? 'text-danger-text' : 'text-muted',
      )}
    >
      <Clock aria-hidden="true" className="size-4" />
      <span aria-hidden="true">{clockText(left)} left</span>
      <span className="sr-only">{secondsInWords(left)} left</span>
    </span>
  );
}

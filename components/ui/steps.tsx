import { Check } from 'lucide-react';
import type { ReactNode } from 'react';
import { cn } from './cn';

/** Things to do one after the other. Holds Steps. */
export function StepList({ children }: { children: ReactNode }) {
  return <ol className="max-w-text divide-y border-y">{children}</ol>;
}

type StepProps = {
  number: number;
  /** What to do, in a few words; as a heading. */
  title?: string;
  isDone?: boolean;
  children: ReactNode;
};

export function Step({ number, title, isDone = false, children }: StepProps) {
  return (
    <li className="flex gap-4 py-4">
      <span
        aria-hidden="true"
        className={cn(
          'grid size-6 shrink-0 place-items-center rounded-full border text-sm tabular-nums',
          isDone ? 'border-transparent bg-accent text-on-accent' : 'border-control text-muted',
        )}
      >
        {isDone ? <Check className="size-3.5" strokeWidth={3} /> : number}
      </span>
      <div className="min-w-0 flex-1">
        {title && (
          <h3 className="font-medium">
            {title}
            {isDone && <span className="sr-only"> (done)</span>}
          </h3>
        )}
        <div className={title ? 'mt-0.5 text-muted' : undefined}>{children}</div>
      </div>
    </li>
  );
}

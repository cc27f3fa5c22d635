import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';

type EmptyStateProps = {
  icon: LucideIcon;
  title: string;
  /** Teaches the next step in a sentence or two. */
  children: ReactNode;
  /** One button. */
  action?: ReactNode;
};

/** Stands where a list will be. */
export function EmptyState({ icon: StateIcon, title, children, action }: EmptyStateProps) {
  return (
    <div className="flex flex-col items-center rounded-lg border border-dashed px-6 py-12 text-center">
      <span className="mb-4 grid size-10 place-items-center rounded-lg bg-sunken text-muted">
        <StateIcon aria-hidden="true" className="size-5" />
      </span>
      <p className="font-semibold">{title}</p>
      <div className="mt-1 max-w-[26rem] text-balance text-muted">{children}</div>
      {action && <div className="mt-5">{action}</div>}
    </div>
  );
}

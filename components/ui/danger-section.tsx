import type { ReactNode } from 'react';
import { useId } from 'react';

/** The end of a page: what destroys or stops, apart from everything else. Holds DangerRows. */
export function DangerSection({ title, anchor, children }: { title: string; anchor?: string; children: ReactNode }) {
  const id = useId();
  return (
    <section id={anchor} aria-labelledby={id} className="mt-8 scroll-mt-16 border-t pt-6">
      <h2 id={id} className="font-semibold text-danger-text text-lg">
        {title}
      </h2>
      <div className="mt-3 divide-y rounded-lg border border-danger/35">{children}</div>
    </section>
  );
}

/** One such thing: what it is, what will happen in numbers ("3 connections stop working at once"), and its button. */
export function DangerRow({ title, children, action }: { title: string; children: ReactNode; action: ReactNode }) {
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3 px-5 py-4">
      <div className="min-w-0 max-w-text flex-1 basis-60">
        <h3 className="font-medium">{title}</h3>
        <div className="text-muted text-sm">{children}</div>
      </div>
      {action}
    </div>
  );
}

import type { ReactNode } from 'react';
import { useId } from 'react';

type SectionProps = {
  title: string;
  /** What a link to this part of the page ends with. */
  anchor?: string;
  hint?: ReactNode;
  action?: ReactNode;
  children: ReactNode;
};

/** A part of a page under its own heading; its heading names it for everyone. */
export function Section({ title, anchor, hint, action, children }: SectionProps) {
  const id = useId();
  return (
    <section id={anchor} aria-labelledby={id} className="scroll-mt-16 border-t py-6">
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3 pb-4">
        <div className="min-w-0 max-w-text flex-1 basis-60">
          <h2 id={id} className="font-semibold text-lg">
            {title}
          </h2>
          {hint && <div className="mt-0.5 text-muted">{hint}</div>}
        </div>
        {action}
      </div>
      {children}
    </section>
  );
}

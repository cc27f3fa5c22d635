import type { ReactNode } from 'react';

type PageHeaderProps = {
  title: string;
  /** One sentence that says what the page is for. */
  children?: ReactNode;
  /** The primary action of the screen. */
  action?: ReactNode;
  /** Where one came from, as a link above the title. */
  back?: ReactNode;
};

export function PageHeader({ title, children, action, back }: PageHeaderProps) {
  return (
    <header className="flex flex-wrap items-start justify-between gap-x-6 gap-y-4 pb-6">
      <div className="min-w-0 max-w-text flex-1 basis-72">
        {back && <div className="mb-2 text-sm">{back}</div>}
        <h1 className="text-balance break-words font-semibold text-2xl">{title}</h1>
        {children && <div className="mt-1 text-pretty text-muted">{children}</div>}
      </div>
      {action && <div className="flex shrink-0 flex-wrap gap-2 pt-0.5">{action}</div>}
    </header>
  );
}

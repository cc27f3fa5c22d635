import { cn } from './cn';

/** The shape of what comes. Give it the size of the real thing, so that nothing moves. */
export function Skeleton({ className }: { className?: string }) {
  return <div aria-hidden="true" className={cn('animate-pulse rounded-sm bg-sunken', className)} />;
}

/** The shape of a table or list, announced as loading. */
export function SkeletonRows({ count = 4, label = 'Loading' }: { count?: number; label?: string }) {
  const rows = Array.from({ length: count }, (_, index) => `row-${index}`);
  return (
    <div role="status">
      <span className="sr-only">{label}</span>
      {rows.map((row) => (
        <div key={row} className="flex h-11 items-center gap-6 border-b">
          <Skeleton className="h-4 w-1/3" />
          <Skeleton className="h-4 w-1/4 max-sm:hidden" />
          <Skeleton className="ml-auto h-4 w-20" />
        </div>
      ))}
    </div>
  );
}

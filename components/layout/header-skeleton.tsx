import { Skeleton } from '@/components/ui/skeleton';

/** The shape of a PageHeader. */
export function HeaderSkeleton({ hasAction = false, hasBack = false }: { hasAction?: boolean; hasBack?: boolean }) {
  return (
    <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-4 pb-6">
      <div className="min-w-0 max-w-text flex-1 basis-72">
        {hasBack && <Skeleton className="mb-2 h-5 w-10" />}
        <Skeleton className="h-8 w-40" />
        <Skeleton className="mt-1.5 h-5 w-full max-w-96" />
      </div>
      {hasAction && <Skeleton className="h-9 w-32 rounded-md" />}
    </div>
  );
}

import { HeaderSkeleton } from '@/components/layout/header-skeleton';
import { Skeleton, SkeletonRows } from '@/components/ui/skeleton';

export default function LoadingAiClients() {
  return (
    <>
      <HeaderSkeleton />
      <Skeleton className="mb-4 h-10 w-full rounded-md sm:max-w-80" />
      <SkeletonRows count={3} label="Loading your AI clients" />
    </>
  );
}

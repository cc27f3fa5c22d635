import { HeaderSkeleton } from '@/components/layout/header-skeleton';
import { SkeletonRows } from '@/components/ui/skeleton';

export default function LoadingPlatform() {
  return (
    <>
      <HeaderSkeleton hasAction />
      <SkeletonRows count={4} label="Loading your platforms" />
    </>
  );
}

import { HeaderSkeleton } from '@/components/layout/header-skeleton';
import { SkeletonRows } from '@/components/ui/skeleton';

export default function LoadingKeys() {
  return (
    <>
      <HeaderSkeleton hasAction />
      <SkeletonRows count={3} label="Loading your keys" />
    </>
  );
}

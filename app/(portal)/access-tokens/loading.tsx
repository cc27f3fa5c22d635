import { HeaderSkeleton } from '@/components/layout/header-skeleton';
import { SkeletonRows } from '@/components/ui/skeleton';

export default function LoadingAccessTokens() {
  return (
    <>
      <HeaderSkeleton hasAction />
      <SkeletonRows count={3} label="Loading your access tokens" />
    </>
  );
}

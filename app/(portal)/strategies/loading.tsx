import { PageHeader } from '@/components/ui/page-header';
import { SkeletonRows } from '@/components/ui/skeleton';

export default function Loading() {
  return (
    <>
      <PageHeader title="Strategies" />
      <SkeletonRows count={6} label="Loading strategies" />
    </>
  );
}

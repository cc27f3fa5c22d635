import { FormSkeleton } from '@/components/layout/form-skeleton';
import { HeaderSkeleton } from '@/components/layout/header-skeleton';

export default function LoadingNewKey() {
  return (
    <>
      <HeaderSkeleton hasBack />
      <FormSkeleton fields={3} label="Loading the form" />
    </>
  );
}

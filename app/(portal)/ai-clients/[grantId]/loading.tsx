import { FormSkeleton } from '@/components/layout/form-skeleton';
import { HeaderSkeleton } from '@/components/layout/header-skeleton';

export default function LoadingAiClient() {
  return (
    <>
      <HeaderSkeleton hasBack />
      <FormSkeleton fields={4} label="Loading the connection" />
    </>
  );
}

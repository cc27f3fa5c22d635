import { Skeleton } from '@/components/ui/skeleton';

/** The shape of a form: labels with their fields. */
export function FormSkeleton({ fields, label }: { fields: number; label: string }) {
  const names = Array.from({ length: fields }, (_, index) => `field-${index}`);
  return (
    <div role="status" className="max-w-text space-y-6">
      <span className="sr-only">{label}</span>
      {names.map((name) => (
        <div key={name} className="space-y-1.5">
          <Skeleton className="h-5 w-28" />
          <Skeleton className="h-10 w-full rounded-md" />
        </div>
      ))}
    </div>
  );
}

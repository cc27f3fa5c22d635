'use client';
import { CircleCheck, OctagonAlert } from 'lucide-react';
import { Toaster as Sonner } from 'sonner';

export { toast } from 'sonner';

/** Where short confirmations appear: `toast('Access revoked')`, `toast.error(message)`. Once, in the shell. */
export function Toaster() {
  return (
    <Sonner
      position="bottom-right"
      mobileOffset={{ bottom: '5rem' }}
      duration={5000}
      icons={{
        success: <CircleCheck aria-hidden="true" className="size-4 text-accent-text" />,
        error: <OctagonAlert aria-hidden="true" className="size-4 text-danger-text" />,
      }}
      toastOptions={{
        unstyled: true,
        classNames: {
          toast: 'flex w-full items-start gap-2.5 rounded-lg border bg-surface px-4 py-3 font-sans text-sm shadow-overlay sm:w-(--width)',
          icon: 'mt-0.5 shrink-0',
          title: 'font-medium text-ink',
          description: 'text-muted',
          actionButton: 'ml-auto shrink-0 cursor-pointer rounded-sm font-medium text-accent-text underline underline-offset-3',
        },
      }}
    />
  );
}

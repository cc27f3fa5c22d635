'use client';
import { OctagonX } from 'lucide-react';
import { usePortalNow } from '@/components/layout/portal-watch';
import { Button } from '@/components/ui/button';
import { RelativeTime } from '@/components/ui/relative-time';
import { toast } from '@/components/ui/toaster';
import { useResumeTrading } from './use-stops';

/** Across every page while AI trading is stopped, by the person or by the operator. */
export function StopBanner() {
  const { stoppedAt, everyoneStoppedAt, reason } = usePortalNow().state;
  const resume = useResumeTrading();
  if (stoppedAt === null && everyoneStoppedAt === null) return null;
  const press = () =>
    resume.mutate(undefined, {
      onSuccess: () =>
        toast.success('AI clients may trade again', { description: 'Within the limits you set for each. Deployed strategies go on.' }),
      onError: ({ message }) => toast.error(message),
    });
  return (
    <section
      aria-label="AI trading is stopped"
      className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3 bg-danger px-4 py-3 text-on-danger sm:px-8 [&_:focus-visible]:outline-on-danger"
    >
      <div className="flex min-w-0 items-start gap-3">
        <OctagonX aria-hidden="true" className="mt-0.5 size-5 shrink-0" />
        <div className="min-w-0">
          <p className="font-semibold">AI trading is stopped</p>
          {stoppedAt !== null && (
            <p className="text-sm">
              You stopped it <RelativeTime at={stoppedAt} />. AI clients can look, and cannot trade.
            </p>
          )}
          {everyoneStoppedAt !== null && (
            <p className="wrap-anywhere text-sm">
              The operator stopped it for everyone <RelativeTime at={everyoneStoppedAt} />
              {reason === null ? '.' : `: ${reason}`}
            </p>
          )}
        </div>
      </div>
      {stoppedAt !== null && (
        <Button pending={resume.isPending} onClick={press}>
          Allow AI trading again
        </Button>
      )}
    </section>
  );
}

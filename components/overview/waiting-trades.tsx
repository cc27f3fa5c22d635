'use client';
import { Hand } from 'lucide-react';
import { usePortalNow } from '@/components/layout/portal-watch';
import { counted } from '@/components/ui/counted';
import { LinkButton } from '@/components/ui/link-button';
import { routes } from '@/lib/core/routes';

/** What waits for the person comes before everything else; nothing while nothing waits. */
export function WaitingTrades() {
  const { waiting } = usePortalNow();
  if (waiting === 0) return null;
  return (
    <section
      aria-label="Trades that wait for you"
      className="mb-6 flex flex-wrap items-center justify-between gap-x-6 gap-y-3 rounded-lg bg-caution-soft px-5 py-4"
    >
      <p className="flex min-w-0 items-center gap-3 font-semibold">
        <Hand aria-hidden="true" className="size-5 shrink-0 text-caution-text" />
        {counted(waiting, 'trade')} {waiting === 1 ? 'waits' : 'wait'} for your approval
      </p>
      <LinkButton href={routes.approvals()} variant="accent">
        See what waits
      </LinkButton>
    </section>
  );
}

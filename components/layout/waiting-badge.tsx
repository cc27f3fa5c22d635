'use client';
import { cn } from '@/components/ui/cn';
import { routes } from '@/lib/core/routes';
import { usePortalNow } from './portal-watch';

/** How many trades wait, beside the link to Approvals; nothing beside the others. */
export function WaitingBadge({ href, className }: { href: string; className?: string }) {
  const { waiting } = usePortalNow();
  if (href !== routes.approvals() || waiting === 0) return null;
  return (
    <span className={cn('rounded-full bg-caution-soft px-1.5 font-semibold text-caution-text text-sm tabular-nums', className)}>
      {waiting}
      <span className="sr-only"> waiting</span>
    </span>
  );
}

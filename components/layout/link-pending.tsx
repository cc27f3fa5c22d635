'use client';
import { LoaderCircle } from 'lucide-react';
import { useLinkStatus } from 'next/link';
import { cn } from '@/components/ui/cn';

/** Inside a link: turns while the page it leads to is on its way. Late enough that a quick one shows nothing. */
export function LinkPending({ className }: { className?: string }) {
  const { pending } = useLinkStatus();
  if (!pending) return null;
  return (
    <LoaderCircle
      aria-hidden="true"
      className={cn('size-4 shrink-0 animate-spin transition-opacity delay-300 duration-150 starting:opacity-0', className)}
    />
  );
}

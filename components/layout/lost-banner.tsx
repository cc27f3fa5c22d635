'use client';
import { CloudOff } from 'lucide-react';
import { usePathname } from 'next/navigation';
import { LinkButton } from '@/components/ui/link-button';
import { routes } from '@/lib/core/routes';
import { usePortalTrouble } from './portal-watch';

/** Across every page while it no longer hears from the server: what it shows may be old. */
export function LostBanner() {
  const trouble = usePortalTrouble();
  const path = usePathname();
  return (
    <div role="status" className="print:hidden">
      {trouble !== null && (
        <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3 border-b bg-sunken px-4 py-3 sm:px-8">
          <p className="flex min-w-0 items-start gap-3">
            <CloudOff aria-hidden="true" className="mt-0.5 size-5 shrink-0" />
            {trouble === 'signed_out' ? (
              <span>You are signed out. What you see is from before.</span>
            ) : (
              <span>The server does not answer. What you see may be old; this page keeps asking.</span>
            )}
          </p>
          {trouble === 'signed_out' && <LinkButton href={`${routes.signIn()}?continue=${encodeURIComponent(path)}`}>Sign in</LinkButton>}
        </div>
      )}
    </div>
  );
}

'use client';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { cn } from '@/components/ui/cn';
import { LinkPending } from './link-pending';
import { isWithin, navigation } from './navigation';
import { WaitingBadge } from './waiting-badge';

/** The navigation of phones: what is used most, within reach of the thumb. */
export function PhoneBar() {
  const path = usePathname();
  return (
    <nav
      aria-label="Main"
      className="fixed inset-x-0 bottom-0 z-40 border-t bg-surface pb-[env(safe-area-inset-bottom)] md:hidden print:hidden"
    >
      <ul className="flex">
        {navigation
          .filter(({ isOnPhoneBar }) => isOnPhoneBar)
          .map(({ href, label, icon: ItemIcon }) => {
            const isHere = isWithin(path, href);
            return (
              <li key={href} className="flex-1">
                <Link
                  href={href}
                  aria-current={isHere ? 'page' : undefined}
                  className={cn(
                    'relative flex h-15 flex-col items-center justify-center gap-1 text-sm focus-visible:-outline-offset-2',
                    isHere ? 'font-medium text-accent-text' : 'text-muted',
                  )}
                >
                  <ItemIcon aria-hidden="true" className="size-5" />
                  {label}
                  <LinkPending className="absolute top-2 left-1/2 -ml-8" />
                  <WaitingBadge href={href} className="absolute top-1 left-1/2 ml-2" />
                </Link>
              </li>
            );
          })}
      </ul>
    </nav>
  );
}

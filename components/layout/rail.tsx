'use client';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { BrandMark } from '@/components/standalone/brand-mark';
import { cn } from '@/components/ui/cn';
import { routes } from '@/lib/core/routes';
import { LinkPending } from './link-pending';
import { isWithin, type NavigationItem, navigation } from './navigation';
import { WaitingBadge } from './waiting-badge';

/** The navigation of wide screens, at the left, always in view. */
export function Rail({ brandName }: { brandName: string }) {
  return (
    <nav aria-label="Main" className="sticky top-0 hidden h-dvh w-58 shrink-0 flex-col border-r px-3 py-3 md:flex print:hidden">
      <Link href={routes.home()} className="mb-5 flex items-center gap-2.5 rounded-md px-2.5 py-1.5 font-semibold">
        <BrandMark className="size-6" />
        <span className="truncate">{brandName}</span>
      </Link>
      <div className="flex min-h-0 flex-1 flex-col gap-3 overflow-y-auto">
        <RailGroup items={navigation.filter(({ group }) => group === 'main')} />
        <hr className="mx-2.5 text-line" />
        <RailGroup items={navigation.filter(({ group }) => group === 'more')} />
      </div>
    </nav>
  );
}

function RailGroup({ items }: { items: readonly NavigationItem[] }) {
  const path = usePathname();
  return (
    <ul className="space-y-0.5">
      {items.map(({ href, label, icon: ItemIcon }) => {
        const isHere = isWithin(path, href);
        return (
          <li key={href}>
            <Link
              href={href}
              aria-current={isHere ? 'page' : undefined}
              className={cn(
                'flex min-h-9 items-center gap-2.5 rounded-md px-2.5 transition-colors focus-visible:-outline-offset-2',
                isHere ? 'bg-sunken font-medium text-ink' : 'text-muted hover:bg-sunken/60 hover:text-ink',
              )}
            >
              <ItemIcon aria-hidden="true" className={cn('size-4.5', isHere && 'text-accent-text')} />
              {label}
              <LinkPending className="ml-auto" />
              <WaitingBadge href={href} className="ml-auto" />
            </Link>
          </li>
        );
      })}
    </ul>
  );
}

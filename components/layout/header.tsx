'use client';
import { LogOut, Moon, Plus, Sun } from 'lucide-react';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { AlertBell } from '@/components/alerts/alert-bell';
import { BrandMark } from '@/components/standalone/brand-mark';
import type { Theme } from '@/components/standalone/theme';
import { routes } from '@/lib/core/routes';
import { AccountMenu, SIGN_OUT_FORM } from './account-menu';
import { CommandPalette, type PaletteCommand } from './command-palette';
import { navigation } from './navigation';
import { useTheme } from './use-theme';

type HeaderProps = { brandName: string; email: string; theme: Theme };

/** Across the top of every page: the brand on a phone, the command palette, alerts, the account menu. */
export function Header({ brandName, email, theme: initialTheme }: HeaderProps) {
  const [theme, setTheme] = useTheme(initialTheme);
  const router = useRouter();
  const commands: PaletteCommand[] = [
    ...navigation.map(({ label, icon, href }) => ({ label, icon, group: 'Go to', run: () => router.push(href) })),
    { label: 'Generate Key', icon: Plus, group: 'Do', run: () => router.push(routes.newKey()) },
    { label: 'Light theme', icon: Sun, group: 'Do', run: () => setTheme('light') },
    { label: 'Dark theme', icon: Moon, group: 'Do', run: () => setTheme('dark') },
    { label: 'Sign out', icon: LogOut, group: 'Do', run: signOut },
  ];
  return (
    <header className="sticky top-0 z-30 flex h-14 items-center justify-between gap-2 border-b bg-ground px-4 sm:px-8 print:hidden">
      <Link href={routes.home()} className="flex min-w-0 items-center gap-2.5 rounded-md font-semibold md:hidden">
        <BrandMark className="size-6" />
        <span className="truncate">{brandName}</span>
      </Link>
      <div className="flex items-center gap-1 max-md:order-1 max-md:ml-auto">
        <CommandPalette commands={commands} />
      </div>
      <div className="flex min-w-0 items-center max-md:order-2 max-md:shrink-0">
        <AlertBell />
        <AccountMenu email={email} theme={theme} onThemeChange={setTheme} />
      </div>
      <form id={SIGN_OUT_FORM} action={routes.signOut()} method="post" hidden />
    </header>
  );
}

/** A plain form post, so that it works like any other and ends with a fresh page. */
function signOut() {
  const form = document.getElementById(SIGN_OUT_FORM);
  if (form instanceof HTMLFormElement) form.requestSubmit();
}

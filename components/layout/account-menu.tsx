'use client';
import { CircleUser, LogOut, Monitor, Moon, Sun } from 'lucide-react';
import Link from 'next/link';
import { readTheme, type Theme } from '@/components/standalone/theme';
import { Button } from '@/components/ui/button';
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuLabel,
  DropdownMenuRadioGroup,
  DropdownMenuRadioItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from '@/components/ui/dropdown-menu';
import { routes } from '@/lib/core/routes';

import { navigation } from './navigation';

export const SIGN_OUT_FORM = 'sign-out';

const LOOKS = [
  { value: 'system', label: 'Same as device', icon: Monitor },
  { value: 'light', label: 'Light', icon: Sun },
  { value: 'dark', label: 'Dark', icon: Moon },
] as const;

type AccountMenuProps = { email: string; theme: Theme; onThemeChange: (theme: Theme) => void };

/** Who is signed in, and what belongs to them rather than to a page. */
export function AccountMenu({ email, theme, onThemeChange }: AccountMenuProps) {
  return (
    <DropdownMenu modal={false}>
      <DropdownMenuTrigger asChild>
        <Button variant="quiet" className="min-w-0 shrink px-2.5">
          <CircleUser aria-hidden="true" />
          <span className="sr-only">Account menu, signed in as </span>
          <span className="max-w-56 truncate max-sm:sr-only">{email}</span>
        </Button>
      </DropdownMenuTrigger>
      <DropdownMenuContent className="w-60">
        <DropdownMenuLabel className="break-words">
          Signed in as <span className="block font-medium text-ink">{email}</span>
        </DropdownMenuLabel>
        <DropdownMenuSeparator />
        {navigation
          .filter(({ isOnPhoneBar }) => !isOnPhoneBar)
          .map(({ href, label, icon: ItemIcon }) => (
            // On a phone this is the way to every page that the bar has no room for; elsewhere the rail is.
            <DropdownMenuItem key={href} asChild className={href === routes.account() ? undefined : 'md:hidden'}>
              <Link href={href}>
                <ItemIcon aria-hidden="true" />
                {label}
              </Link>
            </DropdownMenuItem>
          ))}
        <DropdownMenuSeparator />
        <DropdownMenuLabel id="theme-label">Theme</DropdownMenuLabel>
        <DropdownMenuRadioGroup
          aria-labelledby="theme-label"
          value={theme ?? 'system'}
          onValueChange={(value) => onThemeChange(readTheme(value))}
        >
          {LOOKS.map(({ value, label, icon: LookIcon }) => (
            <DropdownMenuRadioItem key={value} value={value} onSelect={(event) => event.preventDefault()}>
              <LookIcon aria-hidden="true" />
              {label}
            </DropdownMenuRadioItem>
          ))}
        </DropdownMenuRadioGroup>
        <DropdownMenuSeparator />
        <DropdownMenuItem asChild>
          <button type="submit" form={SIGN_OUT_FORM}>
            <LogOut aria-hidden="true" />
            Sign out
          </button>
        </DropdownMenuItem>
      </DropdownMenuContent>
    </DropdownMenu>
  );
}

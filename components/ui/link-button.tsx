import Link from 'next/link';
import type { ComponentProps } from 'react';
import { type ButtonStyleProps, buttonStyles } from './button-styles';
import { cn } from './cn';

/** Looks like a button, only navigates. */
export function LinkButton({ variant, size, className, ...rest }: ComponentProps<typeof Link> & ButtonStyleProps) {
  return <Link {...rest} className={cn(buttonStyles({ variant, size }), className)} />;
}

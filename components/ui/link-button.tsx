import type { ComponentProps } from 'react';
import { Anchor } from './anchor';
import { type ButtonStyleProps, buttonStyles } from './button-styles';
import { cn } from './cn';

/** Looks like a button, only navigates. */
export function LinkButton({ variant, size, className, ...rest }: ComponentProps<typeof Anchor> & ButtonStyleProps) {
  return <Anchor {...rest} className={cn(buttonStyles({ variant, size }), className)} />;
}

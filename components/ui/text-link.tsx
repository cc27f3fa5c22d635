import type { ComponentProps } from 'react';
import { Anchor } from './anchor';
import { cn } from './cn';

/** A link within text. */
export function TextLink({ className, ...rest }: ComponentProps<typeof Anchor>) {
  return (
    <Anchor
      {...rest}
      className={cn(
        'rounded-sm font-medium text-accent-text underline decoration-accent/40 underline-offset-3 hover:decoration-current',
        className,
      )}
    />
  );
}

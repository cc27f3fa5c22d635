import type { ComponentProps } from 'react';
import { cn } from './cn';

/** Only for what can be picked up as one thing. Hairlines before boxes. */
export function Card({ className, ...rest }: ComponentProps<'div'>) {
  return <div {...rest} className={cn('rounded-lg border bg-surface p-5', className)} />;
}

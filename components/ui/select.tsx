'use client';
import { ChevronDown } from 'lucide-react';
import type { ComponentProps } from 'react';
import { cn } from './cn';
import { controlStyles } from './control-styles';
import { useFieldWiring } from './field';

/** A choice of one from a list. The native control: it opens the way the person's device does it. Children are options. */
export function Select({ className, ...rest }: ComponentProps<'select'>) {
  return (
    <span className="relative block">
      <select
        {...useFieldWiring()}
        {...rest}
        className={cn(controlStyles, 'h-10 cursor-pointer appearance-none pr-9 pl-3 pointer-coarse:h-11', className)}
      />
      <ChevronDown aria-hidden="true" className="pointer-events-none absolute top-1/2 right-3 size-4 -translate-y-1/2 text-muted" />
    </span>
  );
}

'use client';
import { Search } from 'lucide-react';
import { type ComponentProps, useId } from 'react';
import { cn } from './cn';
import { Input } from './input';

/** Narrows a list as one types. The label says what is searched. */
export function SearchField({ label, className, ...rest }: Omit<ComponentProps<'input'>, 'type' | 'id'> & { label: string }) {
  const id = useId();
  return (
    <div className={cn('relative w-full sm:max-w-80', className)}>
      <label htmlFor={id} className="sr-only">
        {label}
      </label>
      <Search aria-hidden="true" className="pointer-events-none absolute top-1/2 left-3 size-4 -translate-y-1/2 text-muted" />
      <Input type="search" placeholder={label} autoComplete="off" {...rest} id={id} className="pl-9" />
    </div>
  );
}

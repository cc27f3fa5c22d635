'use client';
import type { ComponentProps } from 'react';
import { cn } from './cn';
import { controlStyles } from './control-styles';
import { useFieldWiring } from './field';

/** Several lines of text; grows with what is written. */
export function Textarea({ className, rows = 3, ...rest }: ComponentProps<'textarea'>) {
  return (
    <textarea {...useFieldWiring()} {...rest} rows={rows} className={cn(controlStyles, 'field-sizing-content px-3 py-2', className)} />
  );
}

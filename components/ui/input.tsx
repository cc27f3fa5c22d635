'use client';
import type { ComponentProps } from 'react';
import { cn } from './cn';
import { controlStyles } from './control-styles';
import { useFieldWiring } from './field';

/** One line of text. Inside a Field it takes label, hint and error from there. */
export function Input({ className, type = 'text', ...rest }: ComponentProps<'input'>) {
  return <input {...useFieldWiring()} {...rest} type={type} className={cn(controlStyles, 'h-10 px-3 pointer-coarse:h-11', className)} />;
}

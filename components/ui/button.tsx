'use client';
import { LoaderCircle } from 'lucide-react';
import type { ComponentProps, MouseEvent } from 'react';
import { type ButtonStyleProps, buttonStyles } from './button-styles';
import { cn } from './cn';

type ButtonProps = ComponentProps<'button'> &
  ButtonStyleProps & {
    /** The work it started is still running: it turns, and cannot be pressed again. It keeps the focus, so that a keyboard stays where it was. */
    pending?: boolean;
  };

/** A button says what it does: "Revoke access", not "Confirm". */
export function Button({ variant, size, pending = false, type = 'button', disabled, onClick, className, children, ...rest }: ButtonProps) {
  const press = (event: MouseEvent<HTMLButtonElement>) => (pending ? event.preventDefault() : onClick?.(event));
  return (
    <button
      {...rest}
      type={type}
      disabled={disabled && !pending}
      aria-disabled={pending || undefined}
      aria-busy={pending || undefined}
      onClick={press}
      className={cn(buttonStyles({ variant, size }), className)}
    >
      {pending && <LoaderCircle aria-hidden="true" className="animate-spin" />}
      {children}
    </button>
  );
}

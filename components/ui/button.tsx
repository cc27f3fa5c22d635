import { LoaderCircle } from 'lucide-react';
import type { ComponentProps } from 'react';
import { type ButtonStyleProps, buttonStyles } from './button-styles';
import { cn } from './cn';

type ButtonProps = ComponentProps<'button'> &
  ButtonStyleProps & {
    /** The work it started is still running: it turns, and cannot be pressed again. */
    pending?: boolean;
  };

/** A button says what it does: "Revoke access", not "Confirm". */
export function Button({ variant, size, pending = false, type = 'button', disabled, className, children, ...rest }: ButtonProps) {
  return (
    <button
      {...rest}
      type={type}
      disabled={disabled || pending}
      aria-busy={pending || undefined}
      className={cn(buttonStyles({ variant, size }), className)}
    >
      {pending && <LoaderCircle aria-hidden="true" className="animate-spin" />}
      {children}
    </button>
  );
}

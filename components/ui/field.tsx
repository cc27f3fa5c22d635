'use client';
// A label above, a hint and an error under a control, wired so that they are read out together with it.
import { OctagonAlert } from 'lucide-react';
import { createContext, type ReactNode, useContext, useId } from 'react';
import { cn } from './cn';

type Wiring = { id: string; 'aria-describedby': string | undefined; 'aria-invalid': true | undefined };

const FieldContext = createContext<Wiring | null>(null);

/** The attributes that tie a control to the Field around it; none when it stands alone. */
export function useFieldWiring(): Partial<Wiring> {
  return useContext(FieldContext) ?? {};
}

type FieldProps = {
  label: ReactNode;
  hint?: ReactNode;
  /** What is wrong and what to do; announced when it appears. */
  error?: ReactNode;
  /** Keeps the label for screen readers only, where the place says it already. */
  isLabelHidden?: boolean;
  className?: string;
  /** One Input, Textarea or Select. */
  children: ReactNode;
};

export function Field({ label, hint, error, isLabelHidden, className, children }: FieldProps) {
  const id = useId();
  const describedBy = [error ? `${id}-error` : '', hint ? `${id}-hint` : ''].filter(Boolean).join(' ');
  return (
    <div className={cn('flex flex-col gap-1.5', className)}>
      <label htmlFor={id} className={cn('block font-medium text-sm', isLabelHidden && 'sr-only')}>
        {label}
      </label>
      <FieldContext value={{ id, 'aria-describedby': describedBy || undefined, 'aria-invalid': error ? true : undefined }}>
        {children}
      </FieldContext>
      <FieldError id={`${id}-error`}>{error}</FieldError>
      {hint && (
        <p id={`${id}-hint`} className="max-w-text text-muted text-sm">
          {hint}
        </p>
      )}
    </div>
  );
}

/** What is wrong, in words and with a sign. The element is always there, so that its filling is announced. */
export function FieldError({ id, children }: { id?: string; children?: ReactNode }) {
  return (
    <div id={id} role="status" className="font-medium text-danger-text text-sm empty:-mt-1.5">
      {children && (
        <p className="flex gap-1.5">
          <OctagonAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
          <span className="min-w-0">{children}</span>
        </p>
      )}
    </div>
  );
}

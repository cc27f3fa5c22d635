// Native form controls: a label above, a hint or an error under it, wired so that they are read out together.
import type { InputHTMLAttributes, ReactNode } from 'react';
import { StopIcon } from './icons';

type FormFieldProps = Omit<InputHTMLAttributes<HTMLInputElement>, 'id' | 'prefix' | 'className'> & {
  /** Also the id of the field, so it is unique on its page. */
  name: string;
  label: string;
  hint?: ReactNode;
  /** What is wrong and what to do; the field is then announced as invalid. */
  error?: string | null;
  /** A unit shown inside the field, before or after the value. */
  prefix?: string;
  suffix?: string;
};

export function FormField({ name, label, hint, error, prefix, suffix, ...input }: FormFieldProps) {
  const described = [hint && `${name}-hint`, error && `${name}-error`].filter(Boolean).join(' ');
  return (
    <div className="space-y-1.5">
      <label htmlFor={name} className="block font-medium text-sm">
        {label}
      </label>
      <div
        className={`flex h-11 items-center rounded-md border bg-field transition-colors focus-within:outline-2 focus-within:outline-accent focus-within:outline-offset-1 ${
          error ? 'border-danger' : 'border-control hover:border-ink'
        }`}
      >
        {prefix && <Unit side="left">{prefix}</Unit>}
        <input
          {...input}
          id={name}
          name={name}
          aria-invalid={error ? true : undefined}
          aria-describedby={described || undefined}
          className={`h-full w-full min-w-0 bg-transparent px-3 text-entry outline-none placeholder:text-faint ${prefix || suffix ? 'tabular-nums' : ''}`}
        />
        {suffix && <Unit side="right">{suffix}</Unit>}
      </div>
      {error && <FieldError id={`${name}-error`}>{error}</FieldError>}
      {hint && (
        <p id={`${name}-hint`} className="text-muted text-sm">
          {hint}
        </p>
      )}
    </div>
  );
}

function Unit({ side, children }: { side: 'left' | 'right'; children: string }) {
  return (
    <span aria-hidden="true" className={`shrink-0 whitespace-nowrap text-muted text-sm ${side === 'left' ? 'pl-3' : 'pr-3'}`}>
      {children}
    </span>
  );
}

/** What is wrong with the field above it. */
export function FieldError({ id, children }: { id: string; children: ReactNode }) {
  return (
    <p id={id} className="flex gap-1.5 font-medium text-danger-text text-sm">
      <span className="mt-0.5">
        <StopIcon />
      </span>
      <span>{children}</span>
    </p>
  );
}

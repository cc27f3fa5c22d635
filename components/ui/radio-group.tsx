'use client';
import { type ComponentProps, type ReactNode, useId } from 'react';
import { cn } from './cn';
import { tickStyles } from './control-styles';

/** A choice of one among a few, all of them visible. */
export function RadioGroup({
  legend,
  hint,
  className,
  children,
}: {
  legend: string;
  hint?: ReactNode;
  className?: string;
  children: ReactNode;
}) {
  return (
    <fieldset className={className}>
      <legend className="font-medium text-sm">{legend}</legend>
      {hint && <p className="mt-0.5 text-muted text-sm">{hint}</p>}
      <div className="mt-1.5 divide-y rounded-md border">{children}</div>
    </fieldset>
  );
}

type RadioProps = Omit<ComponentProps<'input'>, 'type'> & { label: string; detail?: ReactNode };

/** One of the choices; its label is the accessible name, the detail its description. */
export function Radio({ label, detail, className, ...rest }: RadioProps) {
  const id = useId();
  return (
    <div className={cn('relative flex gap-3 px-3 py-2.5', className)}>
      <span className="relative z-10 mt-0.5 grid size-5 shrink-0 place-items-center">
        <input
          {...rest}
          id={id}
          type="radio"
          aria-describedby={detail ? `${id}-detail` : undefined}
          className={cn(tickStyles, 'rounded-full')}
        />
        <span className="pointer-events-none invisible col-start-1 row-start-1 size-2 rounded-full bg-on-accent peer-checked:visible forced-colors:hidden" />
      </span>
      <div className="min-w-0">
        <label htmlFor={id} className="block cursor-pointer after:absolute after:inset-0">
          {label}
        </label>
        {detail && (
          <p id={`${id}-detail`} className="text-muted text-sm">
            {detail}
          </p>
        )}
      </div>
    </div>
  );
}

'use client';
import { type ComponentProps, type ReactNode, useId } from 'react';
import { cn } from './cn';

type SwitchProps = Omit<ComponentProps<'input'>, 'type' | 'role'> & { label: string; detail?: ReactNode };

/** Something that is on or off from the moment it is turned. */
export function Switch({ label, detail, className, ...rest }: SwitchProps) {
  const id = useId();
  return (
    <div className={cn('relative flex items-start justify-between gap-4', className)}>
      <div className="min-w-0">
        <label htmlFor={id} className="block cursor-pointer font-medium after:absolute after:inset-0">
          {label}
        </label>
        {detail && (
          <p id={`${id}-detail`} className="max-w-text text-muted text-sm">
            {detail}
          </p>
        )}
      </div>
      <span className="relative z-10 mt-0.5 shrink-0">
        <input
          {...rest}
          id={id}
          type="checkbox"
          // biome-ignore lint/a11y/useAriaPropsForRole: the checked state of a native checkbox is what a switch announces
          role="switch"
          aria-describedby={detail ? `${id}-detail` : undefined}
          className="peer block h-6 w-10 cursor-pointer appearance-none rounded-full border border-control bg-sunken transition-colors checked:border-accent checked:bg-accent disabled:cursor-not-allowed disabled:opacity-55 forced-colors:appearance-auto"
        />
        <span className="pointer-events-none absolute top-1 left-1 size-4 rounded-full bg-control transition-[translate,background-color] peer-checked:translate-x-4 peer-checked:bg-on-accent forced-colors:hidden" />
      </span>
    </div>
  );
}

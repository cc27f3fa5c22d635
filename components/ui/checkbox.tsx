'use client';
import { Check } from 'lucide-react';
import { type ComponentProps, type ReactNode, useId } from 'react';
import { cn } from './cn';
import { tickStyles } from './control-styles';

type CheckboxProps = Omit<ComponentProps<'input'>, 'type'>;

/** The bare box; give it a label, or use CheckboxRow. */
export function Checkbox({ className, ...rest }: CheckboxProps) {
  return (
    <span className={cn('grid size-5 shrink-0 place-items-center', className)}>
      <input {...rest} type="checkbox" className={cn(tickStyles, 'rounded-sm')} />
      <Check
        aria-hidden="true"
        strokeWidth={3}
        className="pointer-events-none invisible col-start-1 row-start-1 size-3.5 text-on-accent peer-checked:visible forced-colors:hidden"
      />
    </span>
  );
}

type CheckboxRowProps = CheckboxProps & {
  /** What ticking it means, as a sentence. */
  sentence: ReactNode;
  /** A developer's id, such as a scope; the accessible name starts with it. */
  mono?: string;
  /** Marks beside the sentence, such as a Badge; part of the accessible name. */
  marks?: ReactNode;
  /** A second, quieter line; read out as the description. */
  detail?: ReactNode;
};

/** A box with its sentence; the whole row can be pressed. */
export function CheckboxRow({ sentence, mono, marks, detail, className, ...box }: CheckboxRowProps) {
  const id = useId();
  const names = [mono && `${id}-mono`, `${id}-sentence`, marks && `${id}-marks`].filter(Boolean).join(' ');
  return (
    <div className={cn('relative flex gap-3 py-2.5 has-[:disabled]:text-muted', className)}>
      <Checkbox
        {...box}
        id={id}
        className="relative z-10 mt-0.5"
        aria-labelledby={names}
        aria-describedby={detail ? `${id}-detail` : undefined}
      />
      <label htmlFor={id} className="min-w-0 flex-1 cursor-pointer after:absolute after:inset-0">
        <span className="flex flex-wrap items-baseline gap-x-3 gap-y-0.5">
          <span id={`${id}-sentence`} className="text-pretty">
            {sentence}
          </span>
          {marks && <span id={`${id}-marks`}>{marks}</span>}
          {mono && (
            <code id={`${id}-mono`} className="wrap-anywhere font-mono text-muted text-sm max-sm:w-full sm:ml-auto">
              {mono}
            </code>
          )}
        </span>
        {detail && (
          <span id={`${id}-detail`} className="block max-w-text text-muted text-sm">
            {detail}
          </span>
        )}
      </label>
    </div>
  );
}

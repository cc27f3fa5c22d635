import type { ButtonHTMLAttributes, ReactNode } from 'react';

type Variant = 'accent' | 'plain' | 'danger';

const VARIANTS: Record<Variant, string> = {
  accent: 'border-transparent bg-accent text-on-accent hover:bg-accent-hover',
  plain: 'border-control bg-surface text-ink hover:border-ink hover:bg-sunken',
  danger: 'border-transparent bg-danger text-on-danger hover:bg-danger-hover',
};

const SHAPE = 'inline-flex min-h-11 w-full items-center justify-center rounded-md border px-4 py-2 font-semibold transition-colors';

type SubmitButtonProps = Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'className' | 'type'> & { variant?: Variant };

/** Sends its form; says what it does. */
export function SubmitButton({ variant = 'accent', children, ...button }: SubmitButtonProps) {
  return (
    <button {...button} type="submit" className={`cursor-pointer ${SHAPE} ${VARIANTS[variant]}`}>
      {children}
    </button>
  );
}

/** Looks like a button, only navigates. */
export function ButtonLink({ variant = 'plain', href, children }: { variant?: Variant; href: string; children: ReactNode }) {
  return (
    <a href={href} className={`${SHAPE} ${VARIANTS[variant]}`}>
      {children}
    </a>
  );
}

/** Two buttons of equal size; the first child is the one the page is about. */
export function ButtonPair({ children }: { children: ReactNode }) {
  return <div className="grid grid-cols-2 gap-3">{children}</div>;
}

/** The end of a form that asks for a decision: where it leads, then the buttons, under a hairline. */
export function Decision({ children }: { children: ReactNode }) {
  return <div className="mt-6 border-t pt-5">{children}</div>;
}

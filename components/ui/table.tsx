// biome-ignore-all lint/a11y/noRedundantRoles: `display: block` on a phone would otherwise take the roles away
// A table of 44 px rows. Below 640 px each row becomes a card of two columns in which every value carries its name.
import type { ComponentProps, ReactNode } from 'react';
import { cn } from './cn';

/** Columns are named by TableHeader; `caption` says what the table lists, for screen readers. */
export function Table({ caption, className, children }: { caption: string; className?: string; children: ReactNode }) {
  return (
    <table role="table" className={cn('w-full border-collapse text-left max-sm:block', className)}>
      <caption className="sr-only">{caption}</caption>
      {children}
    </table>
  );
}

export function TableHead({ children }: { children: ReactNode }) {
  return (
    <thead role="rowgroup" className="border-b max-sm:sr-only">
      <tr role="row">{children}</tr>
    </thead>
  );
}

type Align = { isNumber?: boolean };

export function TableHeader({ isNumber, className, ...rest }: ComponentProps<'th'> & Align) {
  return (
    <th
      {...rest}
      role="columnheader"
      scope="col"
      className={cn('h-10 whitespace-nowrap px-3 font-medium text-muted text-sm first:pl-0 last:pr-0', isNumber && 'text-right', className)}
    />
  );
}

export function TableBody({ children }: { children: ReactNode }) {
  return (
    <tbody role="rowgroup" className="max-sm:grid max-sm:gap-3">
      {children}
    </tbody>
  );
}

/** The first cell of a row names it. */
export function TableRow({ className, ...rest }: ComponentProps<'tr'>) {
  return (
    <tr
      {...rest}
      role="row"
      className={cn(
        'border-b max-sm:grid max-sm:grid-cols-2 max-sm:gap-x-4 max-sm:rounded-lg max-sm:border max-sm:bg-surface max-sm:px-4 max-sm:py-2',
        className,
      )}
    />
  );
}

type TableCellProps = ComponentProps<'td'> &
  Align & {
    /** The name of the column, shown beside the value on a phone. Leave it out where the value speaks for itself. */
    label?: string;
  };

export function TableCell({ label, isNumber, className, children, ...rest }: TableCellProps) {
  return (
    <td
      {...rest}
      role="cell"
      className={cn(
        'h-11 px-3 py-2 first:pl-0 last:pr-0 max-sm:block max-sm:h-auto max-sm:px-0 max-sm:py-1.5 max-sm:text-left',
        !label && 'max-sm:col-span-2',
        isNumber && 'text-right tabular-nums',
        className,
      )}
    >
      {label && (
        <span aria-hidden="true" className="block text-muted text-sm sm:hidden">
          {label}
        </span>
      )}
      <div className="min-w-0 max-sm:wrap-anywhere">{children}</div>
    </td>
  );
}

// Who asks, as whom, and where it goes next: the facts a person decides by.
import type { ReactNode } from 'react';
import { ArrowIcon, VerifiedIcon, WarningIcon } from './icons';

/** Who asks: a monogram, the name, and whether we know who is behind it. */
export function ClientIdentity({ name, isVerified, origin }: { name: string; isVerified: boolean; origin: ReactNode }) {
  return (
    <div className="flex items-center gap-3.5">
      <span aria-hidden="true" className="grid size-11 shrink-0 place-items-center rounded-lg bg-sunken font-semibold text-lg text-muted">
        {[...name][0]?.toUpperCase()}
      </span>
      <div className="min-w-0">
        <p className="break-words font-semibold">{name}</p>
        <p className={`flex items-center gap-1.5 text-sm ${isVerified ? 'text-accent-text' : 'text-muted'}`}>
          {isVerified ? <VerifiedIcon /> : <WarningIcon />}
          <span className="min-w-0 break-words">{origin}</span>
        </p>
      </div>
    </div>
  );
}

/** Pairs of a name and a value, between hairlines. */
export function Facts({ children }: { children: ReactNode }) {
  return <dl className="mt-6 -mb-3 divide-y border-t">{children}</dl>;
}

/** One pair, with at most one link at its end. */
export function Fact({ term, children, action }: { term: string; children: ReactNode; action?: ReactNode }) {
  return (
    <div className="flex items-baseline gap-3 py-2.5">
      <dt className="w-24 shrink-0 text-muted text-sm">{term}</dt>
      <dd className="flex min-w-0 flex-1 flex-wrap items-baseline justify-between gap-x-3">
        <span className="min-w-0 wrap-anywhere">{children}</span>
        {action && <span className="text-sm">{action}</span>}
      </dd>
    </div>
  );
}

/** The host the browser goes to after the choice; stands right above the buttons. */
export function Destination({ host, children }: { host: string; children?: ReactNode }) {
  return (
    <div className="mb-4 space-y-0.5">
      <p className="flex gap-2">
        <span className="mt-1 text-muted">
          <ArrowIcon />
        </span>
        <span>
          Then you go to <strong className="wrap-anywhere font-semibold">{host}</strong>
        </span>
      </p>
      {children && <p className="pl-[1.6rem] text-muted text-sm">{children}</p>}
    </div>
  );
}

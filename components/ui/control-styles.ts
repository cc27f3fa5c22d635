/** The box of everything that is written into or chosen from. */
export const controlStyles =
  'w-full min-w-0 rounded-md border border-control bg-field text-entry text-ink transition-colors placeholder:text-faint hover:border-ink focus-visible:outline-offset-1 [&[readonly]]:bg-sunken [&[readonly]]:hover:border-control disabled:cursor-not-allowed disabled:opacity-60 aria-invalid:border-danger';

/** The box of a checkbox; `peer`, so that the sign drawn over it can follow its state. */
export const tickStyles =
  'peer col-start-1 row-start-1 size-5 shrink-0 cursor-pointer appearance-none border border-control bg-field transition-colors checked:border-accent checked:bg-accent hover:border-ink checked:hover:border-accent-hover disabled:cursor-not-allowed disabled:opacity-55 aria-invalid:border-danger forced-colors:appearance-auto';

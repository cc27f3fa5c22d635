// Permissions and accounts as sentences with a box to tick; the id stands beside each, small, for developers.
import type { ReactNode } from 'react';
import { MoneyIcon } from './icons';

/** A list of boxes under one question. The heading names the group for everyone. */
export function PermissionGroup({
  legend,
  hint,
  error,
  children,
}: {
  legend: string;
  hint?: ReactNode;
  error?: ReactNode;
  children: ReactNode;
}) {
  return (
    <fieldset className="mt-6 border-t pt-5">
      <legend className="float-left font-semibold">{legend}</legend>
      {hint && <p className="clear-both pt-0.5 text-muted text-sm">{hint}</p>}
      {error && <div className="clear-both pt-2">{error}</div>}
      <ul className="clear-both divide-y pt-1.5">{children}</ul>
    </fieldset>
  );
}

type CheckboxRowProps = {
  name: string;
  value: string;
  /** What ticking it allows, as a sentence. */
  sentence: ReactNode;
  /** The id of a scope; the accessible name of the box starts with it. */
  scopeId?: string;
  /** A second, quieter line. */
  detail?: ReactNode;
  /** `money` marks what can move money. */
  risk?: 'money';
  /** Marks what was not asked for before. */
  isNew?: boolean;
  checked?: boolean;
  disabled?: boolean;
};

export function CheckboxRow({ name, value, sentence, scopeId, detail, risk, isNew, checked, disabled }: CheckboxRowProps) {
  const id = `${name}-${value}`.replace(/[^A-Za-z0-9_-]/g, '-');
  const labelled = [scopeId && `${id}-id`, `${id}-sentence`, risk && `${id}-risk`, isNew && `${id}-new`].filter(Boolean).join(' ');
  return (
    <li className="relative flex gap-3 py-3 last:pb-0 has-[:disabled]:text-muted">
      <Box
        id={id}
        name={name}
        value={value}
        labelled={labelled}
        described={detail ? `${id}-detail` : undefined}
        {...{ checked, disabled }}
      />
      <label htmlFor={id} className="min-w-0 flex-1 cursor-pointer after:absolute after:inset-0">
        <span className="grid gap-x-4 sm:grid-cols-[1fr_auto] sm:items-baseline">
          <span id={`${id}-sentence`} className="text-pretty">
            {sentence}
          </span>
          {scopeId && (
            <code id={`${id}-id`} className="wrap-anywhere font-mono text-muted text-sm">
              {scopeId}
            </code>
          )}
        </span>
        {(risk || isNew) && (
          <span className="flex flex-wrap gap-1.5 pt-1 text-sm">
            {risk && <Mark id={`${id}-risk`} />}
            {isNew && (
              <span id={`${id}-new`} className="rounded-sm bg-accent-soft px-1.5 font-medium text-accent-text">
                New
              </span>
            )}
          </span>
        )}
        {detail && (
          <span id={`${id}-detail`} className="block pt-0.5 text-pretty text-muted text-sm">
            {detail}
          </span>
        )}
      </label>
    </li>
  );
}

type BoxProps = { id: string; name: string; value: string; labelled: string; described?: string; checked?: boolean; disabled?: boolean };

/** The native checkbox, drawn by us; the tick is a mask, so forced colours and both themes show it. */
function Box({ id, name, value, labelled, described, checked, disabled }: BoxProps) {
  return (
    <span className="relative z-10 mt-0.5 grid size-5 shrink-0 place-items-center">
      <input
        type="checkbox"
        id={id}
        name={name}
        value={value}
        defaultChecked={checked}
        disabled={disabled}
        aria-labelledby={labelled}
        aria-describedby={described}
        className="peer col-start-1 row-start-1 size-5 cursor-pointer appearance-none rounded-sm border border-control bg-field transition-colors checked:border-accent checked:bg-accent hover:border-ink disabled:cursor-default disabled:opacity-60 forced-colors:appearance-auto"
      />
      <svg
        viewBox="0 0 16 16"
        className="pointer-events-none invisible col-start-1 row-start-1 size-4 stroke-on-accent peer-checked:visible forced-colors:hidden"
        fill="none"
        strokeWidth="2.2"
        strokeLinecap="round"
        strokeLinejoin="round"
        aria-hidden="true"
      >
        <path d="m3.5 8.4 3 3 6-6.6" />
      </svg>
    </span>
  );
}

function Mark({ id }: { id: string }) {
  return (
    <span id={id} className="inline-flex items-center gap-1 rounded-sm bg-caution-soft px-1.5 font-medium text-caution-text">
      <MoneyIcon />
      Can move money
    </span>
  );
}

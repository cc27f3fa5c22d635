'use client';
import { useId } from 'react';
import { CopyButton } from './copy-button';

/** A command or a piece of a file to take elsewhere, under the name of where it goes. Long lines are broken, so nothing is out of sight. */
export function Snippet({ label, text }: { label: string; text: string }) {
  const id = useId();
  return (
    <figure aria-labelledby={id} className="overflow-hidden rounded-md border bg-surface">
      <figcaption className="flex items-center justify-between gap-3 border-b py-1 pr-1 pl-3">
        <span id={id} className="min-w-0 truncate text-muted text-sm">
          {label}
        </span>
        <CopyButton text={text} label={`Copy ${label}`} isIconOnly />
      </figcaption>
      <pre className="wrap-anywhere whitespace-pre-wrap px-3 py-2.5 font-mono text-sm">{text}</pre>
    </figure>
  );
}

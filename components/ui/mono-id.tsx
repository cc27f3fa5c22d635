'use client';
import { CopyButton } from './copy-button';

type MonoIdProps = {
  value: string;
  /** What it is, for the name of the copy button: "Copy {label}". */
  label: string;
  /** How many characters stay at each end. */
  ends?: number;
};

/** An id or URI: whole where it fits in, else with its middle left out; the copy button always copies all of it. */
export function MonoId({ value, label, ends = 10 }: MonoIdProps) {
  return (
    <span className="inline-flex max-w-full items-center gap-0.5">
      <code title={value} className="truncate font-mono text-sm">
        <span aria-hidden="true">{middleTruncated(value, ends)}</span>
        <span className="sr-only">{value}</span>
      </code>
      <CopyButton text={value} label={`Copy ${label}`} isIconOnly />
    </span>
  );
}

/** `https://cla…th_callback`: both ends tell ids apart better than the beginning alone. */
export function middleTruncated(text: string, ends: number): string {
  return text.length <= ends * 2 + 3 ? text : `${text.slice(0, ends)}…${text.slice(-ends)}`;
}

import { type ClassValue, clsx } from 'clsx';
import { extendTailwindMerge } from 'tailwind-merge';

// The sizes of app/tokens.css that Tailwind does not know by name; without this, `text-entry` would look like a colour.
const merge = extendTailwindMerge({ extend: { classGroups: { 'font-size': [{ text: ['entry', 'figure'] }] } } });

/** Joins class names; of two that contradict each other the later one wins. */
export function cn(...classes: ClassValue[]): string {
  return merge(clsx(classes));
}

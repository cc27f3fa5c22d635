// Families of tools (tool-catalogue §3): what a person can take out of one connection's list as a whole.
import { z } from 'zod';

export const TOOL_FAMILIES = ['connection', 'accounts', 'market', 'trading', 'discovery', 'strategies'] as const;
export type ToolFamily = (typeof TOOL_FAMILIES)[number];

/** Without the family `connection` a client could neither tell its state nor disconnect, so that one always stays. */
export const HIDEABLE_FAMILIES = ['accounts', 'market', 'trading', 'discovery', 'strategies'] as const satisfies readonly ToolFamily[];
export type HideableFamily = (typeof HIDEABLE_FAMILIES)[number];

const HIDEABLE: ReadonlySet<string> = new Set(HIDEABLE_FAMILIES);

/** As stored; names that a later version knows are left out. */
export function readHiddenFamilies(stored: readonly string[]): HideableFamily[] {
  return stored.filter((name): name is HideableFamily => HIDEABLE.has(name));
}

export const HiddenFamilies = z.strictObject({
  hiddenFamilies: z
    .array(z.enum(HIDEABLE_FAMILIES))
    .max(HIDEABLE_FAMILIES.length)
    .transform((names) => HIDEABLE_FAMILIES.filter((name) => names.includes(name))),
});
export type HiddenFamilies = z.output<typeof HiddenFamilies>;

// Proving at the keyboard who one is: what a person can do it with, and what they send.
import { z } from 'zod';
import { PasskeyAssertion } from './passkey-schema';
import { typedPassword } from './schema';

/** The ways this person has. */
export const ProofWays = z.object({
  password: z.boolean(),
  passkey: z.boolean(),
  /** The host of the identity provider joined to the account; null without one. */
  provider: z.string().nullable(),
});
export type ProofWays = z.output<typeof ProofWays>;

export const ProofInput = z.union(
  [z.strictObject({ password: typedPassword('Enter your password.') }), z.strictObject({ passkey: PasskeyAssertion })],
  'Enter your password.',
);

/** Why somebody came back from the identity provider without a proof. */
export const NotProved = z.enum(['canceled', 'no_answer', 'not_asked', 'somebody_else']);
export type NotProved = z.output<typeof NotProved>;

const NOT_PROVED = '#not-confirmed-';

/** The page they left, told why: in the fragment, which no server and no log sees. */
export const notProvedAt = (target: string, reason: NotProved) => `${target.replace(/#.*$/, '')}${NOT_PROVED}${reason}`;

export function readNotProved(fragment: string): NotProved | null {
  const reason = NotProved.safeParse(fragment.startsWith(NOT_PROVED) ? fragment.slice(NOT_PROVED.length) : null);
  return reason.success ? reason.data : null;
}

export const ProofAtProvider = z.strictObject({
  /** The page to come back to. */
  target: z.string().max(2000),
});
